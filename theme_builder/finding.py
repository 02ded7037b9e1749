"""What a check found in a theme's source, and its wording. It must not decide whether the theme may be signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Errors block signing; warnings need somebody to read them."""

    ERROR = "error"
    WARNING = "aviso"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: ``file`` relative to the source, 1-based ``line`` (0: the whole file), ``field`` as a dotted path."""

    code: str
    severity: Severity
    file: str
    line: int
    field: str
    params: tuple[tuple[str, str | int], ...] = ()

    @property
    def message(self) -> str:
        """The Spanish sentence for people who know elections and not computers."""
        return MESSAGES[self.code].format(**dict(self.params))

    def render(self) -> str:
        """``file:line: CODE severity: message (field)``."""
        return f"{self.file}:{self.line}: {self.code} {self.severity.value}: {self.message} ({self.field})"


MESSAGES = {
    "T501": "El archivo no se pudo leer: {reason}",
    "T502": "Falta el archivo {name}",
    "T503": "Falta este dato",
    "T504": "Este dato no se conoce; quítelo o corrija su nombre",
    "T505": "El valor no es válido: {reason}",
    "T506": "«{id}» está dos veces",
    "T507": "El partido «{id}» no está en partidos.toml",
    "T508": "La candidatura «{id}» no está en esta boleta",
    "T509": "La combinación {combination} tiene partidos que no son de la coalición",
    "T510": "La combinación {combination} está dos veces",
    "T511": "El partido «{id}» tiene dos recuadros en la misma boleta",
    "T512": "El partido «{id}» de la coalición no tiene recuadro en la boleta",
    "T513": "El distrito {number} no está en geografia.toml",
    "T514": "El municipio {number} no está en geografia.toml",
    "T515": "La clave de casilla «{clave}» no tiene la forma de 11 caracteres de las casillas",
    "T516": "La casilla «{clave}» no es de la entidad {entidad}",
    "T517": "La casilla está dos veces; la primera vez, en la línea {first}",
    "T518": "El texto tiene {length} letras y en la pantalla caben {limit}",
    "T519": "Se necesitan al menos tres personas de mesa que guarden una parte de la llave; hay {count}",
    "T520": "La llave pública de las personas fideicomisarias falta o no es válida",
    "T521": "El registro de voto de {size} bytes es más chico que los {minimum} que esta elección necesita",
    "T522": "El recuadro de un partido debe nombrar exactamente un partido",
    "T523": "La candidatura «{id}» no tiene recuadro: nadie podría votarla",
    "T524": "La imagen «{name}» no está en la carpeta marcas",
    "T525": "La imagen no es un PNG que se pueda leer, o mide más de {limit} puntos por lado",
    "T526": "El partido «{id}» no tiene emblema: escriba sus letras o dé una imagen",
    "T527": "El partido marcado en la coalición no postula a la candidatura «{id}»",
    "T528": "La boleta no tiene el recuadro para anular el voto",
    "T529": "Las letras del emblema de «{id}» se confunden con las de «{other}»",
    "T530": "La llave pública de «{id}» no es válida",
    "T531": "La lista nominal rebasa el máximo de votantes de una urna ({limit}): no los recibiría a todos",
    "T532": "Este tipo de boleta admite una sola marca",
    "T533": "La fecha de la elección es anterior a la del tema",
    "T534": "El partido «{id}» está en dos coaliciones de la misma boleta",
    "T535": "El grupo «{id}» no vota ninguna boleta",
    "T536": "El grupo «{id}» nombra la boleta «{contest}», que no está en esta elección",
    "T537": "Ningún grupo vota la boleta «{contest}»",
    "T538": "Con un mínimo de {minimum} y {voters} votantes por urna, todos los grupos se reunirían en uno",
    "T539": "Dos grupos se llaman igual: «{name}»",
    "T540": "No se pudo hacer la voz con espeak-ng: {reason}",
    "T541": "La grabación «{name}» no es un WAV de un canal, 16 bits y 22,050 muestras por segundo, sin nada más",
    "T542": "En la lengua «{language}» falta el texto de lo que se oye en «{key}»",
    "T543": "La grabación «{name}» dura {seconds} s, que no parece de su texto: «{text}»",
    "T544": "En «{language}» faltan {count} textos por traducir; ahí se verá español: {keys}",
    "T545": "«{key}» no es la clave de ningún texto que lea quien vota",
    "T546": "La letra de la urna no tiene «{letter}» ({code}, {name}), que está en «{text}»",
    "T547": "En «{language}» no hay sonidos: quien vote escuchando no podrá elegirla",
    "T548": "«{language}» no está entre las claves ISO 639 que conoce el constructor; compruébela",
    "T549": "El texto «{key}» debe tener estos datos, ni más ni menos: {names}",
    "T550": "Hay voz en «{language}», que no está entre las lenguas del tema ([[languages]])",
    "T551": "Hay textos en «{language}», pero el tema no ofrece esa lengua ([[languages]])",
    "T552": "El recuadro «{id}» no está en esta boleta, o dice un nombre, que no se traduce",
    "T553": "El retrato «{name}» no está en la carpeta retratos",
    "T554": "El retrato «{name}» no es un PNG que se pueda leer, o mide más de {limit} puntos por lado",
    "T555": "El retrato «{name}» mide {width} x {height} puntos; debe ser cuadrado, de {least} por lado al menos",
    "T556": "Falta el retrato de «{id}»: en una boleta lo llevan todas las candidaturas o ninguna",
    "T557": "El retrato «{name}» es el mismo que el de «{id}»",
    "T560": "La información ocupa {pages} páginas con la letra normal y el máximo es {limit}: acorte sus párrafos",
    "T561": "Falta la información de la candidatura «{id}»: si una la tiene, deben tenerla todas",
    "T562": "La información va en orden: primero la de la boleta, después la de cada candidatura, como en la boleta",
    "T563": "La información en «{language}» no tiene las mismas partes y párrafos que en español",
    "T564": "La palabra «{word}» no cabe en un renglón con la letra máxima: esa página tendrá letra menor, o divídala",
    "T565": "En «{language}» hay textos que esperan a quien los traduce ({count}): {keys}",
    "T566": "En «{language}» hay textos anteriores al español, que cambió después ({count}): {keys}",
    "T567": "En «{language}» nadie ha grabado {count} sonidos y no hay voz que los haga: {keys}",
    "T568": "En «{language}», las palabras cambiaron después de grabarlas ({count}): {keys}",
    "T570": "Esta casilla no vota ninguna boleta: ninguna es de su distrito ({distrito}), de su municipio "
    "({municipio}) ni de toda la entidad. No está en ningún tema",
    "T571": "La boleta es del {level} {number}, que no está en geografia.toml",
    "T572": "Ninguna casilla es del {level} {number}: nadie vota esta boleta",
    "T573": "El {level} {number}, {name}, no tiene boleta propia y otros sí: ¿falta?",
    "T574": "Esta casilla vota {count} boletas y en un tema caben {limit}",
    "T575": "La casilla «{clave}» no vota esta boleta: la fuente hace varios temas, constrúyalos con «tema lote»",
    "T576": "La clave del tema tiene {length} letras; con un tema por lugar caben {limit}",
    "T670": "«{id}» es de una ceremonia de práctica y el tema dice que es oficial",
    "T577": "El partido «{id}» postula a «{name}» y también a «{other}» en la misma boleta",
    "T578": "El recuadro de «{id}» va después del de «{other}», y se registró antes: revise el orden",
    "T579": "El emblema de «{id}» se confunde de lejos con el de «{other}» para quien no distingue colores ({sights})",
    "T580": "El primer renglón debe tener estos nombres, y ninguno más: {columns}",
    "T581": "Falta, o no es un texto que se pueda usar: «{value}»",
    "T582": "La boleta «{value}» no está en el proyecto",
    "T583": "«{value}» ya está en la lista, o no tiene la forma de un nombre corto (mayúsculas, números y guion bajo)",
    "T584": "El partido «{value}» no está en el proyecto, o postula dos veces en la misma boleta",
    "T585": "El siglado «{value}» no es uno de los partidos que postulan",
    "T586": "El convenio de la candidatura común «{id}»: {reason}",
    "T587": "Falta el siglado de «{id}»: de qué partido de la coalición es esta candidatura",
    "T588": "La candidatura común «{id}» no tiene convenio: sus votos no se podrían repartir entre los partidos",
    "T589": "La votación terminaría a las {closes}, y empieza a las {opens}",
    "T590": "A la mesa se le avisaría a los {alert} segundos, y a quien vota a los {warn}: primero va quien vota",
    "T591": "El horario no es el de la ley, de {opens} a {closes}",
    "T592": "A quien vota se le preguntaría a los {count} segundos; lo accesible es entre {least} y {most}",
    "T593": "La urna imprimiría {count} actas y hacen falta {needed}: expediente, PREP y exterior del paquete",
    "T594": "Para contestar habría {count} segundos; lo accesible es entre {least} y {most}",
    "T636": "Falta «{name}»",
    "T637": "«{name}» no tiene la forma que debe, o es demasiado largo",
    "T638": "Se refiere a «{id}», que no está en el archivo",
    "T639": "«{id}» está dos veces",
    "T640": "El archivo trae {count} elecciones, y un proyecto es de una",
    "T641": "La urna no tiene «{value}»",
    "T642": "La elección dura más de un día",
    "T643": "Son {count} y caben {limit}",
    "T644": "La coalición no es de dos partidos o más que postulan a una misma candidatura en esa boleta",
    "T595": "La coalición «{name}» postula en {count} de {total}: la ley pide al menos la cuarta parte",
    "T596": "«{id}» va en la coalición «{name}» y, en otro {level}, en «{other}», que es de otros partidos: en un "
    "tipo de elección las coaliciones son uniformes",
    "T597": "El nombre «{name}» no cabe con la letra más grande: todos los de esta boleta saldrían con letra "
    "menor que la normal",
    "T599": "El formato del tema rechazó el resultado: {reason}",
}

REASONS = {
    "size": "mide más de {limit} bytes",
    "encoding": "no es UTF-8 (byte {byte})",
    "text": "debe ser un texto",
    "D501": "los porcentajes no suman 100",
    "D502": "un partido está dos veces, o su porcentaje no es mayor que cero",
    "convenio": "sus partidos no son los de un recuadro de candidatura común con ese nombre",
}

FORMS = {
    "string_too_short": "falta escribirlo",
    "string_too_long": "tiene más de {max_length} letras",
    "string_type": "debe ser un texto",
    "string_pattern_mismatch": "no tiene la forma que se pide",
    "int_type": "debe ser un número entero",
    "int_parsing": "debe ser un número entero",
    "int_from_float": "debe ser un número entero",
    "greater_than_equal": "debe ser {ge} o más",
    "less_than_equal": "debe ser {le} o menos",
    "too_short": "faltan elementos: debe tener {min_length} o más",
    "too_long": "sobran elementos: caben {max_length}",
    "literal_error": "debe ser una de estas palabras: {expected}",
}
"""Faults of form by the name that pydantic gives them."""
OTHER_FORM = "no tiene la forma que se pide"


def form_reason(kind: str, context: Mapping[str, object]) -> str:
    """Why a value is not of the form that its model asks for, in Spanish."""
    said = {name: str(value).replace(" or ", " o ") for name, value in context.items()}
    return FORMS.get(kind, OTHER_FORM).format(**said)

"""Every sentence that the pages choose by logic, in Spanish; what always stands on a page is in its template.

It must not decide anything.
"""

from typing import Final

from shared.tables.textos import REFUSALS as OF_TABLES
from theme_builder.web import ceremonia_textos, firmas_textos

SITE: Final = "Constructor de temas"
AUTHORITY: Final = "Preparación de boletas y temas de la urna electrónica"
SERVING: Final = (
    "El constructor de temas está abierto en esta computadora. Entre una vez por:\n{address}\n"
    "Los proyectos se guardan en {path}. Para terminar, oprima Ctrl+C."
)
BOX_WORDS: Final = {
    "partido": "voto por el partido {partidos} y por {name}",
    "candidatura_comun": "voto por {name}",
    "independiente": "voto por {name}",
    "respuesta": "respuesta «{label}»",
    "planilla": "voto por la planilla {name}",
    "no_registrada": "voto por una candidatura no registrada",
    "nulo": "voto nulo",
}
KINDS: Final = (
    ("coalition", "Candidaturas con coaliciones (varios partidos, una persona)"),
    ("one_mark", "Candidaturas, una sola marca"),
    ("planilla", "Planillas, una sola marca"),
    ("consulta", "Consulta: una pregunta con respuestas"),
    ("n_of_m", "Elegir varias opciones hasta un máximo"),
    ("ranked", "Ordenar por preferencia"),
    ("scale", "Calificar cada opción"),
)
ALCANCES: Final = {
    "total": "Coalición total",
    "parcial": "Coalición parcial",
    "flexible": "Coalición flexible",
    "menor": "Menos de la cuarta parte",
}
BLANK: Final = (("suma_a_nulos", "Se suma a los votos nulos"), ("aparte", "Se cuenta aparte"))
ENTIDADES: Final = (
    *("Aguascalientes", "Baja California", "Baja California Sur", "Campeche", "Coahuila", "Colima", "Chiapas"),
    *("Chihuahua", "Ciudad de México", "Durango", "Guanajuato", "Guerrero", "Hidalgo", "Jalisco", "México"),
    *("Michoacán", "Morelos", "Nayarit", "Nuevo León", "Oaxaca", "Puebla", "Querétaro", "Quintana Roo"),
    *("San Luis Potosí", "Sinaloa", "Sonora", "Tabasco", "Tamaulipas", "Tlaxcala", "Veracruz", "Yucatán"),
    "Zacatecas",
)
"""By the number of the entidad, from 1."""
CHANGES: Final = {
    "nuevo": "Empezó el proyecto",
    "importacion": "Trajo la fuente de un tema",
    "nist": "Trajo un archivo de NIST",
    "eleccion": "Cambió la elección",
    "reglas": "Cambió las reglas",
    "horario": "Escribió el horario",
    "blancas": "Cambió cómo se cuentan las boletas en blanco",
    "lugares": "Cambió distritos o municipios",
    "partido": "Cambió el partido {about}",
    "partido_nuevo": "Agregó el partido {about}",
    "partido_fuera": "Quitó el partido {about}",
    "partido_orden": "Movió el partido {about}",
    "boleta": "Cambió la boleta {about}",
    "boleta_nueva": "Agregó la boleta {about}",
    "boleta_fuera": "Quitó la boleta {about}",
    "candidatura": "Cambió la candidatura {about}",
    "candidatura_nueva": "Agregó la candidatura {about}",
    "candidatura_fuera": "Quitó la candidatura {about}",
    "emblema": "Puso el emblema de {about}",
    "emblema_fuera": "Quitó la imagen del emblema de {about}",
    "retrato": "Puso el retrato de {about}",
    "retrato_fuera": "Quitó el retrato de {about}",
    "lengua_nueva": "Agregó la lengua {about}",
    "lengua_fuera": "Quitó la lengua {about}",
    "voz": "Cambió la voz en {about}",
    "voz_fuera": "Quitó la voz en {about}",
    "grabacion": "Grabó un sonido: {about}",
    "grabacion_fuera": "Quitó una grabación en {about}",
    "traduccion": "Escribió en otra lengua: {about}",
    "informacion": "Cambió la información de {about}",
    "casillas": "Trajo la lista de casillas",
    "copia": "Empezó con otra elección",
    "comentario": "Comentó",
    "comentario_fuera": "Quitó un comentario atendido",
    "ambito": "Cambió quién vota la boleta {about}",
    "convenio": "Cambió el convenio de {about}",
    "candidaturas": "Trajo {about} candidaturas de una lista",
    "razon": "Dijo por qué se queda el aviso {about}",
    "personas": "Trajo las personas de la ceremonia de llaves",
    "deshacer": "Deshizo el cambio {about}",
}
DOCUMENTS: Final = {
    "tema.toml": "Elección y reglas",
    "geografia.toml": "Distritos y municipios",
    "partidos.toml": "Partidos",
    "casillas.csv": "Casillas",
    "personas.toml": "Personas",
    "razones.toml": "Razones de los avisos",
    "comentarios.toml": "Comentarios",
}
WORDS: Final = {
    "name": "nombre",
    "title": "título",
    "question": "pregunta",
    "label": "texto del recuadro",
    "color": "color",
    "letters": "letras",
    "partidos": "partidos",
    "siglado": "siglado",
    "ambito": "ámbito",
    "convenios": "convenio",
    "candidaturas": "candidatura",
    "coaliciones": "coalición",
    "options": "recuadro",
    "contests": "orden de las boletas",
    "distritos": "distritos",
    "municipios": "municipios",
    "election": "elección",
    "rules": "reglas",
    "date": "fecha",
    "jornada": "horario",
    "opens": "desde las",
    "closes": "hasta las",
    "early_close": "motivos para cerrar antes",
    "warn_s": "segundos para preguntar",
    "alert_s": "segundos para avisar a la mesa",
    "actas": "actas",
    "min_group": "mínimo de un grupo",
    "max_voters": "votantes por urna",
    "blank_policy": "boleta en blanco",
    "combinations": "combinaciones",
    "max_marks": "marcas permitidas",
    "picture": "imagen",
    "portrait": "retrato",
    "languages": "lenguas",
    "info": "información",
    "paragraphs": "párrafos",
    "voices": "voces",
    "recorded": "grabaciones",
    "awaiting": "textos que esperan a quien traduce",
    "confirmed": "traducciones confirmadas",
    "#orden": "orden",
}
NIST_BROUGHT: Final = (
    "Ese formato no dice todo lo que necesita un tema. El proyecto ya trae los recuadros para anular el voto, las "
    "reglas usuales y todas las combinaciones de cada coalición; lo demás lo pide cada página: cómo se cuenta la "
    "boleta en blanco, y de cada casilla cuántas boletas recibe, sus representantes y su ubicación."
)
SKIPPED: Final = "No son parte de la fuente y se dejaron fuera: {names}"
REFUSALS: Final = {
    **firmas_textos.CODES,
    **ceremonia_textos.REFUSED,
    "T656": "En el servidor no se escribe en una carpeta. Descargue la versión y cópiela a la memoria.",
    **OF_TABLES,
    "T601": "Un archivo es demasiado grande.",
    "T602": "Un archivo no es parte de la fuente de un tema.",
    "T603": "Un archivo no está escrito en UTF-8. Guárdelo otra vez como «CSV UTF-8» o como texto UTF-8.",
    "T604": "Un archivo no se puede leer: {detail}",
    "T605": "Un archivo tiene una fecha o un decimal sin comillas: {detail}",
    "T606": "La lista de casillas no tiene las columnas que debe: {detail}",
    "T607": "Son demasiados archivos o pesan demasiado.",
    "T608": "Escriba el nombre del proyecto.",
    "T609": "Eso ya no está, o nunca estuvo.",
    "T610": "Alguien lo quitó mientras usted lo veía.",
    "T611": "El archivo no es un ZIP que se pueda leer, o no trae tema.toml.",
    "T612": "Ese nombre corto ya está, o no tiene la forma que debe.",
    "T620": "No es una imagen que se pueda leer. Tráigala como PNG, JPEG o WebP.",
    "T621": "La imagen es demasiado grande: hasta 16 MB y 40 millones de puntos.",
    "T622": "Esa parte de la imagen es demasiado chica y se vería borrosa. Aléjela o traiga una imagen mayor.",
    "T630": "En la carpeta de estos temas hay otra cosa. Guárdela aparte y vuelva a construir.",
    "T632": "La razón debe tener entre 10 y 400 letras.",
    "T631": "Ya se está construyendo un lote de temas. Espere a que termine, o deténgalo.",
    "T623": "No es un WAV que se pueda leer. Guárdelo como WAV de 16 bits, de uno o dos canales.",
    "T624": "La grabación es demasiado larga: hasta 90 segundos y 18 MB.",
    "T625": "En la grabación no se oye a nadie. Revise el micrófono y grábela otra vez.",
    "T626": "El programa espeak-ng no habló: {detail}",
    "T627": "Ya se están haciendo otros sonidos. Espere a que terminen o deténgalos.",
    "T628": "Todavía no se puede hacer la prueba: {detail}",
    "T629": "Ya se están haciendo otras pruebas. Espere a que terminen o deténgalas.",
    "T634": "El comentario debe tener de 2 a 1,000 letras y estar en un lugar del proyecto.",
    "T635": "El archivo no es una «ballot definition» de NIST, versión 1.0.0, en JSON: {detail}",
    "T633": "Esa lista ya no se guarda. Tráigala otra vez.",
    "T650": "Esta dirección no es la del constructor de temas.",
    "T651": "Para entrar use la dirección que se escribió al abrir el constructor. Abre una sola vez; "
    "si ya se usó en otro navegador, ciérrelo y abra otra vez el constructor.",
    "T652": "Ese formulario no salió de estas páginas. No se cambió nada.",
    "T654": "Diga primero quién trabaja en esta computadora; su nombre queda junto a cada cambio.",
    "T653": "Lo que se envió es demasiado grande o de otro tipo.",
}
REFUSED: Final = "No se pudo. No se cambió nada."
NOT_FOUND: Final = "Esa página no existe."
DONE: Final = {
    **firmas_textos.DONE,
    "guardado": "Quedó guardado.",
    "quitado": "Quedó quitado.",
    "deshecho": "El cambio quedó deshecho.",
    "casillas": "La lista de casillas quedó guardada.",
    "agregado": "Quedó agregado.",
    "candidaturas": "Las candidaturas de la lista quedaron en sus boletas.",
}
ELECTION: Final = {
    "name": ("Nombre de la elección", "Como saldrá en la urna y en las actas."),
    "id": ("Clave de la elección", "Letras sin acento, números y guiones: JAL-2027-GOB"),
    "date": ("Día de la elección", ""),
    "entidad_name": ("Entidad", ""),
    "authority": ("Autoridad que organiza", ""),
}
ELECTION_TITLE: Final = "Elección"
RULES_TITLE: Final = "Reglas"
RULES: Final = {
    "actas": ("Actas que imprime la urna", "Al cerrar. Después puede imprimir otras, numeradas."),
    "max_voters": ("Votantes por urna", "El máximo de una lista nominal."),
    "min_group": ("Mínimo de un grupo", "Con menos votos que estos, un grupo se cuenta junto con otro."),
}
JORNADA: Final = {
    "opens": ("Se recibe voto desde las", "Hora legal, de 24 horas: 08:00. La urna la muestra a la mesa al abrir."),
    "closes": (
        "Se recibe voto hasta las",
        "Por ejemplo 18:00. Antes de esta hora la urna solo cierra por un motivo de los siguientes.",
    ),
    "early_close": ("Motivos para cerrar antes", "Ninguno: la urna nunca cierra antes de su hora."),
    "warn_s": ("Segundos sin tocar la pantalla para preguntar a quien vota si sigue ahí", "Entre 120 y 300."),
    "alert_s": ("Segundos sin tocar la pantalla para avisar a la mesa", "De 20 a 45 más que los anteriores."),
}
EARLY: Final = {
    "lista_completa": "Ya votó toda la lista nominal",
    "urna_inservible": "La urna ya no puede recibir votos",
    "orden_del_instituto": "Orden del instituto",
}
PARTIDO: Final = {
    "name": ("Nombre completo", "Como está registrado."),
    "color": ("Color del emblema", ""),
    "letters": ("Letras del emblema", "Hasta 7; se muestran siempre junto al color."),
}
BOLETA: Final = {
    "title": ("Título", "Hasta 60 letras."),
    "question": ("Instrucción o pregunta", ""),
    "max_marks": ("Marcas permitidas", "En coaliciones, tantas como partidos tenga la mayor."),
    "scale_max": ("Calificación más alta", "0 si no se califica."),
    "blank_policy": ("La boleta en blanco", ""),
}
CANDIDATURA: Final = {
    "name": ("Nombre", "Como está registrada y como se verá en la boleta."),
    "partidos": ("Partidos que la postulan", "Ninguno si es independiente, una planilla sin partido o una respuesta."),
}
EMBLEM: Final = "Imagen del emblema"
PORTRAIT: Final = "Imagen del retrato"
INFO_TITLE: Final = "Información"
INFO_PART: Final = "Parte {number}"
INFO_OF_ALL: Final = "De la boleta"
INFO: Final = {
    "title": ("Título", "Hasta 80 letras."),
    "paragraphs": (
        "Párrafos",
        "Uno por renglón, hasta 10 de 400 letras. Con palabras que nadie llame propaganda.",
    ),
    "candidatura": ("De quién es", ""),
}
LEVELS: Final = (("", "Toda la entidad"), ("distrito", "Un distrito"), ("municipio", "Un municipio"))
SIGLADO: Final = ("Siglado", "De cuál de sus partidos es, según el convenio de la coalición.")
NO_SIGLADO: Final = "No se dice"
PLACES: Final = {
    "distritos": ("Distritos", "Uno por renglón: número y cabecera."),
    "municipios": ("Municipios", "Uno por renglón: número y nombre."),
}
SCREENS: Final = (
    *(("boleta", "La boleta"), ("revision", "La revisión"), ("blanco", "El aviso de boleta en blanco")),
    ("informacion", "La información"),
)
PAPERS: Final = (
    ("testigo-{id}", "Testigo de un voto"),
    ("testigo-{id}-amplio", "Testigo del voto que más ocupa"),
    ("testigo-{id}-blanco", "Testigo de una boleta en blanco"),
    ("acta_inicio", "Acta de inicio, en ceros"),
    ("acta_escrutinio", "Acta de escrutinio"),
)
INSTITUTE: Final = "Por el instituto"
LETTERS: Final = (("normal", "Normal"), ("chica", "Chica"), ("grande", "Grande"), ("muy_grande", "Muy grande"))
CONTRASTS: Final = (("normal", "Normal"), ("alto", "Alto"), ("oscuro", "Oscuro"), ("suave", "Suave"))
SPANISH_NAME: Final = "Español"
LOOKS: Final = {"pantalla": "Pantalla", "letra": "Letra", "contraste": "Contraste", "lengua": "Lengua"}
SHORT_NAME: Final = "Nombre corto"
PARTIDO_ID: Final = "Mayúsculas, números y guion bajo, sin espacios: MORENA"
CANDIDATURA_ID: Final = "Sin espacios ni acentos: PAN, INDEPENDIENTE_1, SI"
BOLETA_ID: Final = "Sin espacios ni acentos: GUBERNATURA"
FIRST_COLOR: Final = "#4d4d4d"
KIND: Final = "Tipo de boleta"
BOLETAS: Final = "Boletas"
BOLETA_NAMED: Final = "Boleta «{title}»"
TEXTS_NAMED: Final = "Textos en «{title}»"
NOT_SAID: Final = {
    "record": "El tamaño del registro del voto, el mínimo de un grupo, las actas que se imprimen y el horario.",
    "urna": "Las lenguas, los sonidos y los textos de la pantalla de la urna.",
    "nulo": "El recuadro para anular el voto.",
    "blank": "Si la boleta en blanco se suma a los nulos o se cuenta aparte.",
    "coaliciones": "Qué combinaciones de partidos de una coalición valen, y cómo se reparten sus votos.",
    "convenios": "Los porcentajes de las candidaturas comunes.",
    "siglado": "El siglado de las candidaturas de coalición.",
    "info": "La información de las boletas.",
    "scale": "La calificación más alta.",
    "groups": "Los grupos que votan aparte.",
    "casillas": "De cada casilla, cuántas boletas recibe, cuántos representantes votan ahí y de qué ubicación es.",
}
MARKS: Final = {
    "refused": "la urna no los acepta juntos: no son una combinación del convenio",
    "nulo": "voto nulo",
    "no_registrada": "voto por una candidatura no registrada",
    "varias": "un voto por «{label}», junto con las demás que se marquen",
    "preferencias": "«{label}» en el orden en que se marque",
    "escala": "la calificación de «{label}»",
    "candidatura": "un voto para {name}",
    "partido": " y para {partido}",
    "shares": "; de cada {votes} boletas así, a los partidos: {shares}",
    "unshared": "; no hay convenio que lo reparta entre los partidos",
}
COMBINATION: Final = "un voto para la coalición {name}; se reparte entre {partidos}"
COLUMNS: Final = "Faltan columnas o su orden es otro. Deben ser: {columns}"


def refusal(code: str, detail: str) -> str:
    """What people are told when something is refused."""
    return REFUSALS.get(code, REFUSED).format(detail=detail)


def change_words(kind: str, about: str) -> str:
    """What a change was, for the history."""
    return CHANGES.get(kind, kind).format(about=about.removesuffix(".toml"))


def spot_words(field: str) -> str:
    """A place inside of a document, of its dotted path: ``recuadro 3, texto del recuadro``."""
    said: list[str] = []
    for part in field.split(".") if field else ():
        if part.isdecimal() and said:
            said[-1] = f"{said[-1]} {int(part) + 1}"
        else:
            said.append(WORDS.get(part, part))
    return ", ".join(said)


def place_words(path: tuple[str, ...], title: str = "") -> str:
    """A place of a project as people call it: ``Partidos, PAN, nombre``; ``title`` is that of its boleta."""
    folder, _, name = path[0].removesuffix(".toml").rpartition("/")
    named = {"boletas": BOLETA_NAMED, "textos": TEXTS_NAMED}.get(folder)
    first = named.format(title=title or name) if named else DOCUMENTS.get(path[0], path[0])
    inside = [WORDS.get(each, each.partition("=")[2] or each) for each in path[1:]]
    return ", ".join((first, *(words for words in inside if words != first.lower())))

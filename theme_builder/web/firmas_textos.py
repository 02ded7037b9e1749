"""Sentences of the pages of versions and signatures, in Spanish. They must not decide anything."""

from typing import Final

TITLE: Final = "Firmas"
STATES: Final = {
    "borrador": "Borrador",
    "en_revision": "En revisión",
    "aprobada": "Aprobada",
    "firmada_por_una": "Firmada por una persona",
    "firmada": "Firmada por dos personas",
    "publicada": "Publicada",
    "devuelta": "Devuelta",
    "retirada": "Retirada",
}
WAY: Final = (
    ("borrador", "Borrador", "Se escribe y se corrige hasta que no quede ningún error."),
    ("en_revision", "En revisión", "Quien la envía la deja fija: lo que se cambie después será otra versión."),
    ("aprobada", "Aprobada", "La revisa otra persona, que no la envió ni hizo su último cambio."),
    ("firmada", "Firmada por dos", "Dos personas, cada una con su propia llave."),
    ("publicada", "Publicada", "Se lleva a las urnas en memorias USB."),
)
"""The states through which a version goes: which, its name, what happens there."""
REACHED: Final = {
    "en_revision": 1,
    "aprobada": 2,
    "firmada_por_una": 2,
    "firmada": 3,
    "publicada": 4,
    "devuelta": 0,
    "retirada": 4,
}
"""How far along `WAY` a version is."""
STEPS: Final = {
    "enviar": "La envió a revisión",
    "aprobar": "La aprobó",
    "firmar": "Firmó",
    "firmar_otra": "Firmó",
    "publicar": "La publicó",
    "devolver": "La devolvió",
    "retirar": "La retiró",
}
NEXT: Final = {
    "en_revision": "Falta que otra persona la revise y la apruebe. No puede ser quien la envió ni quien hizo "
    "su último cambio.",
    "aprobada": "Falta que firmen dos personas, cada una con su propia llave.",
    "firmada_por_una": "Falta la firma de otra persona, con otra llave.",
    "firmada": "Falta publicarla con las llaves de instantánea y de hora.",
    "publicada": "Está lista para las urnas. Llévela en memorias USB.",
    "devuelta": "Se corrige el borrador y se envía como otra versión.",
    "retirada": "Ya no debe llevarse a ninguna urna. Las que ya la cargaron la conservan hasta cargar otra versión.",
}
NOT_YOU: Final = {
    "aprobar": "Usted la envió o hizo su último cambio: la aprueba otra persona.",
    "firmar_otra": "Usted ya firmó: la segunda firma es de otra persona.",
}
REFUSED: Final = {
    "estado": "Esta versión ya no está en ese paso. Vea abajo cómo quedó.",
    "misma_persona": "Eso lo hace otra persona. No se cambió nada.",
    "motivo": "Escriba el motivo, con al menos 10 letras y no más de 300.",
    "otro_cambio": "Alguien cambió el proyecto mientras usted lo veía. Véalo otra vez y envíelo.",
    "con_errores": "No se envió: corrija los errores y dé razón de cada aviso.",
    "sin_construir": "No se envió: antes construya todos los temas del proyecto como está ahora.",
    "sin_personas": "No se envió: falta personas.toml, que da la ceremonia de llaves.",
    "otra_en_camino": "Ya hay una versión en camino. Publíquela o devuélvala antes de enviar otra.",
    "numero": "El número de publicación debe ser mayor que el de las versiones anteriores.",
    "sin_raiz": "Primero traiga la raíz de firmas, que dice quiénes firman.",
    "codigo": "Ese no es el código corto de esta versión. Léalo del papel que va a firmar.",
    "llave_ajena": "La raíz de firmas no nombra esa llave: no puede firmar temas.",
    "misma_llave": "Esa llave ya firmó esta versión: la segunda firma es con otra llave.",
    "llave_de_otra": "Con esa llave ya firmó antes otra persona. Cada persona firma con la suya.",
    "sin_firma": "El archivo no trae exactamente una firma nueva de quien puede firmar.",
}
CODES: Final = {
    "K110": "La llave no se puede leer, o esa no es su frase.",
    "K111": "Esa llave es de otra clase: no firma temas.",
    "K113": "No está esa ficha o su llave, o ese no es su PIN.",
    "K114": "La ficha no respondió como debe.",
    "K602": "Faltan firmas, o una llave no es la que dice la raíz de firmas. ({detail})",
    "K603": "Esa raíz no es la que sigue. ({detail})",
    "K605": "Lo que se firmó son otros archivos.",
    "K608": "Ese archivo es demasiado grande.",
    "K609": "Ese archivo no es una raíz ni una lista firmada.",
    "K610": "Esa raíz deja que una sola persona firme temas: no se usa.",
    "T711": "La lista de urnas no se puede leer: debe ser CSV con las columnas casilla y urna. Fallas: {detail}.",
    "T712": "La huella del programa tiene 64 cifras, de 0 a 9 y de a a f.",
    "T713": "Son demasiados renglones para imprimir. Descárguela como hoja de cálculo.",
    "T693": "Ningún tema de esta versión es de ese distrito o de esa casilla.",
    "T697": "Un archivo no es el que se congeló: el disco o la memoria falla. ({detail})",
    "T660": "En esa carpeta no se puede escribir. Escriba su dirección completa, por ejemplo /media/usb.",
}
DONE: Final = {
    "enviada": "La versión quedó fija y en revisión.",
    "aprobada": "La versión quedó aprobada.",
    "firmada": "Su firma quedó puesta. La llave y la frase no se guardaron.",
    "publicada": "La versión quedó publicada. Las llaves no se guardaron.",
    "devuelta": "La versión quedó devuelta.",
    "retirada": "La versión quedó retirada.",
    "raiz": "La raíz de firmas quedó guardada. Compare su huella con la del acta de la ceremonia.",
    "personas": "Las personas de la ceremonia quedaron en el proyecto.",
    "memoria": "El repositorio quedó escrito y se volvió a leer como lo hará la urna.",
}

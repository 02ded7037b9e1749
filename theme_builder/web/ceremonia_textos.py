"""Sentences of the page of the key ceremony, in Spanish. They must not decide anything."""

from typing import Final

ACTS: Final = {
    "raiz": ("Raíz del instituto", "Todas las personas. Quien representa al instituto escribe su frase dos veces."),
    "urnas": ("Urnas", "Todas las personas. Se dicta el código de la ceremonia y los testigos lo anotan."),
    "mesas": ("Tarjetas de las mesas", "Todas las personas. Las tarjetas y sus códigos quedan en carpetas distintas."),
    "custodios": (
        "Custodios",
        "Pasa una persona a la vez, con su propia memoria; las demás se apartan de la pantalla.",
    ),
    "acta": ("Acta", "Todas las personas. Cada testigo se lleva la carpeta pública y la comprueba."),
}
"""Each act of a ceremony: its name, and who must be there."""
BEFORE: Final = (
    "Una computadora sin red, que nadie más use mientras dura.",
    "Cinco personas custodias, cada una con su propia memoria USB.",
    "Los testigos: representantes de los partidos y observadores.",
    "La raíz de firmas, 1.root.json.",
    "La memoria con las solicitudes de las urnas, y la lista en papel de sus códigos.",
)
CHECK: Final = (
    "sha256sum -c huellas.sha256",
    "openssl x509 -in root.pem -noout -pubkey | cmp - raiz.pub.pem",
    "openssl dgst -sha256 -verify raiz.pub.pem -signature acta.firma acta.txt",
    "openssl crl -in crl.pem -CAfile root.pem -noout",
    "openssl verify -CAfile root.pem urnas/*.cert.pem",
)
"""What witnesses type, as the acta says it too."""
REFUSED: Final = {
    "T700": "La lista de urnas no se puede leer: debe ser CSV con las columnas urna, casilla y codigo.",
    "T709": "La memoria trae demasiadas solicitudes.",
    "T714": "En esa carpeta no se puede leer o escribir: {detail}.",
    "T716": "Faltan datos de la ceremonia: clave, autoridad, fecha posterior a mañana, mesas de 1 a 99, raíz de "
    "firmas, al menos un testigo y la dirección completa de una carpeta nueva.",
    "T717": "Ya hay una ceremonia en esta computadora. Termínela o déjela antes de empezar otra.",
}

"""What a key ceremony says and writes down, in Spanish. It must not decide anything."""

from typing import Final

RECORD: Final = {
    "line": "{number}. {moment} {words}",
    "witness": "  - {name}",
    "practice": "*** PRÁCTICA: nada de lo que aquí se hizo sirve en una jornada oficial ***\n\n",
    "delivered": "{what} para {holder}; leída otra vez. SHA-256 {sha256}",
    "root": "Se hizo la raíz del instituto, válida hasta {day}. SHA-256 de root.pem: {sha256}",
    "signers": "Se recibió la raíz de firmas {version}, con {count} firmantes. SHA-256: {sha256}",
    "election_key": "Se hizo la llave de la elección, se partió en {count} y se olvidó; con {threshold} cualesquiera "
    "se recupera. Mitad pública: {public}",
    "share": "Parte {number} de {count}",
    "mesa": "Se hicieron las tarjetas de la mesa {number}: {ids}",
    "certificate": "Se certificó a {id}. SHA-256 de su solicitud: {sha256}",
    "closed": "Se cerró la ceremonia.",
    "acta": """{head}ACTA DE LA CEREMONIA DE LLAVES

Elección: {election}
Autoridad: {authority}
Testigos:
{observers}

Lo que se hizo
{lines}

Huellas SHA-256 de lo público
{hashes}
Cómo comprobarla, en la carpeta donde está esta acta
  sha256sum -c huellas.sha256
  openssl x509 -in root.pem -noout -pubkey | cmp - raiz.pub.pem
  openssl dgst -sha256 -verify raiz.pub.pem -signature acta.firma acta.txt
  openssl crl -in crl.pem -CAfile root.pem -noout
  openssl verify -CAfile root.pem urnas/*.cert.pem
""",
}
GUIDE: Final = {
    "begin": "Ceremonia de llaves de {election}. Esta computadora no debe tener red.",
    "practice": "PRÁCTICA: nada de lo que se haga aquí sirve en una jornada oficial.",
    "root_phrase": "Frase de la raíz del instituto (12 letras o más)",
    "root_phrase_again": "La misma frase otra vez",
    "phrase_differs": "No son la misma frase.",
    "phrase_short": "La frase es corta: 12 letras o más.",
    "root_done": "Raíz hecha. Dicten y comparen: {sha256}",
    "trustee_name": "Nombre de quien custodia la parte {number}",
    "trustee_same": "Esa persona ya tiene una parte.",
    "trustee_folder": "{name}: que las demás personas se aparten. Conecte su memoria y escriba su carpeta",
    "trustee_done": "Parte {number} escrita en {path} y leída otra vez. Retire la memoria.",
    "trustee_bad": "No se pudo escribir y leer ahí ({detail}). Otra carpeta.",
    "urna_done": "Certificado de {id}.",
    "closed": "Ceremonia cerrada. Lo público está en {public} y lo que se entrega en sobre, en {private}.\n"
    "Cada testigo se lleva lo público y lo comprueba con los comandos que dice acta.txt.",
}

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
    "certificate": "Se certificó a {id}, de la casilla {casilla}. Código de su solicitud: {code}. SHA-256: {sha256}",
    "trust": "Código de la ceremonia, que cada urna muestra antes de guardar su certificado: {code}",
    "later": """{head}ALISTAMIENTO DE URNAS DESPUÉS DE LA CEREMONIA

Autoridad: {authority}

Lo que se hizo
{lines}

Huellas SHA-256 de lo que se agregó
{hashes}
Cómo comprobarlo, en la carpeta donde está el acta de la ceremonia
  openssl dgst -sha256 -verify raiz.pub.pem -signature {name}.firma {name}.txt
  openssl verify -CAfile root.pem urnas/*.cert.pem
""",
    "closed": "Se cerró la ceremonia.",
    "later_closed": "Se guardó otra vez la llave de la raíz.",
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
    "root_unlock": "Frase de la raíz del instituto",
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
    "trust": "Código de la ceremonia. Díctenlo y anótenlo: es el que debe mostrar cada urna: {code}",
    "handed_back": "Respuestas de {count} urnas escritas en {path}. Cada urna toma la suya.",
    "faults": "Nada se certificó. Corrijan esto y repitan:",
    "closed": "Ceremonia cerrada. Lo público está en {public} y lo que se entrega en sobre, en {private}.\n"
    "Cada testigo se lleva lo público y lo comprueba con los comandos que dice acta.txt.",
}

FAULTS: Final = {
    "T682": "{what}: esa solicitud no es de esta clase de ceremonia.",
    "T701": "Renglón {what} de la lista de urnas: {detail}.",
    "T702": "La urna {what} está dos veces en la lista.",
    "T703": "La urna {what} está en la lista y la memoria no trae su solicitud.",
    "T704": "La memoria trae una solicitud de {what}, que no está en la lista.",
    "T705": "La solicitud de {what} no es la que mostró su pantalla: el código de la lista es otro. No se certifique.",
    "T706": "Hay dos solicitudes distintas de {what}.",
    "T707": "{what}: {detail}. Dos urnas no pueden tener la misma llave.",
    "T708": "{what}: pide un solo certificado; cada urna pide dos (urna alistar).",
}
UNREADABLE: Final = "{what}: no es una solicitud de una urna ({detail})."

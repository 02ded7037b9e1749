"""Spanish words of the command ``servidor``. It must not decide what is said."""

from typing import Final

HELP: Final = "Servidor de resultados: recibe paquetes de las urnas, los verifica, suma y publica."
CONFIG: Final = "Archivo de configuración (TOML)."
RUN: Final = "Atiende hasta que se interrumpa; sólo escucha en este equipo."
MIGRATE: Final = "Pone al día las tablas de la base de datos."
IMPORT: Final = "Verifica el tema firmado y lo guarda."
INGEST: Final = (
    "Recibe paquetes de archivos, carpetas o una memoria USB, que no se toca. Si se interrumpe, repítalo: "
    "lo que ya se tenía no cuenta dos veces."
)
INGEST_QR: Final = "Lee los QR de actas en papel, como texto, de archivos o de un lector conectado como teclado."
QR_FILES: Final = "Archivos de texto; sin ninguno, lo que se escriba hasta Ctrl-D."
SLIP: Final = "Archivo nuevo en que se escribe el comprobante; fuera de la memoria."
WATCH: Final = "Recibe los paquetes que aparezcan en una carpeta, hasta que se interrumpa."
STATUS: Final = "Muestra el avance."
CUT: Final = "Publica un corte: bases de datos, resultados firmados y portal."
EVERY: Final = "Segundos entre cortes; 0 publica uno y termina."
VERIFY: Final = "Revisa la cadena del registro de cambios."
ADMIN: Final = "Invita a una persona desde este equipo (la primera que administra las cuentas) e imprime su enlace."
ROLE: Final = "Cargo sobre toda la entidad; se puede repetir. Si no se indica: administracion."
INVITED: Final = "{usuario} entra por este enlace, que sirve una sola vez durante 72 horas:\n{address}"
BACKUP: Final = "Copia el servidor, sin detenerlo, en una carpeta nueva dentro de FOLDER, y revisa la copia."
RESTORE: Final = "Regresa una copia a un servidor detenido que no tiene base de datos."

MIGRATED: Final = "La base de datos está al día."
IMPORTED: Final = {
    "importado": "El tema quedó guardado.",
    "ya_estaba": "Ese tema ya estaba guardado.",
    "hay_otro": "Este servidor ya tiene otro tema: para otra elección use otra carpeta de datos.",
}
LISTENING: Final = "Escuchando en http://{host}:{port}"
TAKEN: Final = {
    "guardado": "{name}: casilla {clave} guardada.",
    "repetido": "{name}: ya se tenía.",
    "apartado": "{name}: casilla {clave} apartada; no cuenta hasta que el consejo decida.",
}
REFUSED: Final = "{name}: rechazado ({code}). {why}"
UNREAD: Final = "{name}: no se pudo leer."
PLACE: Final = "[{place}/{total}] "
SUMMARY: Final = (
    "Archivos: {total}. Guardados: {guardado}. Ya se tenían: {repetido}. Apartados: {apartado}. "
    "Rechazados: {rechazado}. Sin leer: {unread}."
)
FAULTS: Final = {
    "S863": "el comprobante debe ser un archivo nuevo, fuera de donde están los paquetes.",
    "S864": "no hay paquetes (.public.zip) en {paths}.",
}
SLIP_TITLE: Final = "COMPROBANTE DE RECEPCIÓN"
SLIP_HEAD: Final = "Elección: {election}\nRecibido de: {paths}\nTerminó: {at:%Y-%m-%d %H:%M:%S} UTC"
SLIP_LINE: Final = "{sha256}  {clave}  {outcome}  {name}"
SLIP_DONE: Final = "Comprobante: {path}"
OUTCOMES: Final = {
    "guardado": "guardado",
    "repetido": "ya se tenía",
    "apartado": "apartado",
    "rechazado": "rechazado {code}",
}
NO_CLAVE: Final = "-----------"
ADVANCE: Final = (
    "{name}: {advance.contadas} actas contadas de {advance.esperadas}; votaron {advance.emitidos} personas."
)
COUNT: Final = "  {status}: {number}"
CUT_DONE: Final = "Corte {number} publicado. Huella del manifiesto: {hash}"
BACKED_UP: Final = "Copia completa y firmada: {folder}\nCambios en el registro: {trail}. Archivos recibidos: {files}."
RESTORED: Final = (
    "Regresó la copia del {made:%Y-%m-%d %H:%M:%S} UTC. Cambios en el registro: {trail}. Archivos: {files}."
    "\nVuelva a enviar los paquetes: los que ya se tenían no cuentan dos veces."
)
SOUND: Final = "El registro está completo: {number} cambios."
SIGNED: Final = "Coincide con lo que el servidor firmó: {number} puntos."
ADDED: Final = "Las sumas por distrito son las de sus actas."
DRIFTED: Final = "Las sumas de estos distritos no son las de sus actas: {distritos}."
BROKEN: Final = "El registro falla en el cambio {n}: {reason}."
BREAKS: Final = {
    "hueco": "falta un cambio",
    "enlace": "no enlaza con el anterior",
    "contenido": "su contenido fue alterado",
    "punto": "no es el que el servidor firmó",
    "firma": "la firma de su punto no es válida",
}

CATALOG: Final = "Listas del instituto: probar y entregar archivos. Los revisan y firman dos personas, en las páginas."
CATALOG_IMPORT: Final = "Dice todas las faltas de un archivo y qué cambiaría; si no tiene faltas, lo entrega."
CATALOG_FILE: Final = "CSV, XLSX o GeoJSON con la lista entera."
CATALOG_LISTA: Final = "De qué lista es el archivo."
CATALOG_DRY: Final = "Sólo probar: no guarda nada."
CATALOG_FAULTS: Final = "Faltas: {number}"
CATALOG_NOTICES: Final = "Avisos: {number}"
CATALOG_LINE: Final = "renglón {line}"
CATALOG_WHOLE: Final = "el archivo"
CATALOG_VALUE: Final = "«{value}»"
CATALOG_MORE: Final = "  y {number} más. Corrija éstas y pruebe otra vez."
CATALOG_CHANGES: Final = (
    "La lista tiene {before} renglones y quedaría con {after}: agrega {added}, cambia {changed}, quita {removed}."
)
CATALOG_TRIED: Final = "Fue una prueba: no se guardó nada."
CATALOG_DELIVERED: Final = (
    "Quedó entregado con el número {number}. La lista no ha cambiado: falta que una persona lo revise y otra lo firme."
    "\nHuella: {sha256}"
)

JOBS: Final = "Trabajos largos: los que esperan, los que se hacen y los que fallaron."
JOBS_LIST: Final = "Lista lo que espera, lo que se está haciendo y lo que falló."
JOB_RETRY: Final = "Intenta una vez más un trabajo que falló."
JOB_CANCEL: Final = "Quita un trabajo que espera o detiene el que se está haciendo."
JOB_DISCARD: Final = "Aparta para siempre un trabajo que falló; queda en el registro de cambios."
JOB_REASON: Final = "Por qué se descarta."
WORKER: Final = "Hace los trabajos largos (cortes) hasta que se interrumpa; con PostgreSQL puede haber varios."
WORKING: Final = "Esperando trabajos."
JOB_LINE: Final = "{id}  {task}: {state}. Intentos: {tries}. {far}{fault}"
JOB_FAR: Final = "Avance: {far}. "
JOB_DONE: Final = "Hecho."
JOB_NOT_SO: Final = "Ese trabajo no está en un estado que lo permita."

OBJECTS: Final = "Archivos por su huella: los que hay, los que faltan y los que nadie nombra. Nada se borra."
OBJECTS_LIST: Final = "Cuántos archivos hay de cada clase y cuánto pesan; con --clase, cada uno."
OBJECTS_CLASS: Final = "Sólo los de esta clase, uno por renglón."
OBJECTS_CHECK: Final = (
    "Revisa que cada archivo que la base nombra esté y sea el mismo, y dice los que nadie nombra."
    " Termina con 1 si algo falta o cambió, y con 2 si el almacén no responde."
)
OBJECTS_JSON: Final = "El informe entero como JSON."
OBJECTS_QUICK: Final = "Sólo nombres y tamaños, sin leer los archivos."
OBJECTS_AGAIN: Final = "Pide mandar otra vez lo que el almacén perdió y este servidor todavía tiene."
OBJECTS_SEND: Final = "Manda ahora a su almacén lo que espera."
OBJECTS_COUNT: Final = "{clase}: {number} archivos, {size} bytes."
OBJECTS_CLASS_FOUND: Final = (
    "{clase}: la base nombra {named}; en el almacén hay {stored} ({size} bytes); esperan {waiting}."
)
OBJECTS_MISSING: Final = "falta"
OBJECTS_DAMAGED: Final = "alterado"
OBJECTS_UNLOCKED: Final = "sin candado"
OBJECTS_GARBAGE: Final = "nadie lo nombra"
OBJECTS_MORE: Final = "y {number} más; vea --json"
OBJECTS_FAULTS: Final = "Fallas: {faults}. Sin quien los nombre: {garbage}."
OBJECTS_PUT_AGAIN: Final = "Se mandarán otra vez: {number}."
OBJECTS_SENT: Final = "Guardados ahora: {number}."

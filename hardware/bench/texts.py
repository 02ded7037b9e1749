"""What the technician's table says: the catalogue of its lines. It must not try a device."""

WELL, WRONG = "[ bien ]", "[ FALLA ]"
TEXTS = {
    "uso": "Prueba los aparatos de la urna en la mesa del personal técnico, uno por uno.",
    "tablilla": "la tablilla de control",
    "impresora": "la impresora de testigos",
    "lector": "el lector de tarjetas",
    "medio": "una memoria montada en una carpeta",
    "emparejar": "tablilla y teclado inalámbrico",
    "tty": "puerto serie del aparato, por ejemplo /dev/ttyACM0",
    "carpeta": "carpeta en que está montada la memoria",
    "perfil": "modelo de la impresora: {nombres}",
    "segundos": "cuánto esperar a una persona",
    "contesta": "Contesta: tablilla {placa}, programa {programa}, protocolo {protocolo}",
    "no_contesta": "No contesta: {motivo}",
    "sensores": (
        "Corriente: {corriente}; batería {porcentaje} % ({milivolts} mV); depósito {tapa}, caja {caja}; llave {llave}"
    ),
    "aperturas": "Se ha abierto el depósito {tapa} veces y la caja {caja} veces",
    "radio": "Radio: {pareja}; rechazó {falsas} falsas, {repetidas} repetidas, {ilegibles} ilegibles",
    "emparejada": "con teclado emparejado",
    "sola": "sin teclado",
    "contador": "Contador contra retrocesos en {lugar}: {cuantos} entradas",
    "contador_falla": "El contador contra retrocesos no sirve: {motivo}",
    "salidas": "Mire la tablilla: tres luces, la pantalla y un sonido",
    "pantalla_1": "PRUEBA DE TABLILLA",
    "pantalla_2": "áéíóú ñÑ ¿?",
    "presione": "Presione cada tecla: habilitar, cancelar, suspender, menú",
    "tecla": "Tecla {tecla}",
    "tecla_falta": "No llegó la tecla {tecla}",
    "impresora_bien": "Contesta en orden y tiene cortador; papel {papel}",
    "impreso": "Imprimió y cortó; revise letras, código y corte",
    "no_impreso": "No imprimió: {motivo}",
    "talon": "PRUEBA DE IMPRESORA",
    "muestre": "Muestre una tarjeta al lector",
    "leyo": "Leyó {letras} letras",
    "no_leyo": "No leyó nada; basura descartada: {basura}",
    "memoria": "Memoria: {estado}, {libres} MB libres",
    "escritura": "Escribió, releyó y borró {kilobytes} KB",
    "escritura_falla": "Lo que se releyó no es lo que se escribió",
    "servicio": "Gire la llave a servicio y vuelva a intentar",
    "otro_teclado": "Ese no es el teclado que se dijo: {motivo}",
    "codigo": "Compare: los dos deben mostrar {codigo}. Si es así, presione HABILITAR en el teclado; si no, CANCELAR",
    "listo": "Emparejados. Regrese la llave a operación",
    "sin_confirmar": "Nadie confirmó en el teclado: sigue valiendo el de antes",
    "abierto": "abierto",
    "cerrado": "cerrado",
    "si": "sí",
    "no": "no",
}


def say(key: str, **values: str | int) -> str:
    """The line of a key. Raises KeyError for one that there is not."""
    return TEXTS[key].format(**values)

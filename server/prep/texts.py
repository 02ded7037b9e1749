"""Words of the data base that people download. It must not hold a rule or a figure."""

from typing import Final

LEEME: Final = """\
PROGRAMA DE RESULTADOS ELECTORALES PRELIMINARES
{authority}
{election}. {title}
Corte {number}, {generated}

A. Archivos
   {stem}.csv                 resultados por acta
   {stem}_CANDIDATURAS.csv    candidaturas y quién las postula
   LEEME.txt                  este texto

B. Forma de los archivos CSV
   Texto UTF-8 con marca de orden de bytes, renglones terminados en CR LF, columnas separadas por coma.
   CLAVE_CASILLA y CLAVE_ACTA van entre apóstrofos para que las hojas de cálculo conserven los ceros.
   Una celda de texto que una hoja de cálculo tomaría por fórmula lleva un apóstrofo antes; no es parte del dato.
   Renglón 1: elección. 2: fecha y hora del corte. 4 y 5: resumen. 7: nombres de las columnas. Del 8 en adelante: actas.

C. Resumen
   ACTAS_ESPERADAS                     casillas aprobadas, una acta por cada una
   ACTAS_REGISTRADAS                   actas en el sistema, incluidas las fuera de catálogo
   ACTAS_FUERA_CATALOGO                actas que no se pueden relacionar con una casilla aprobada
   ACTAS_CAPTURADAS                    actas registradas que sí son del catálogo
   PORCENTAJE_ACTAS_CAPTURADAS         capturadas entre esperadas
   ACTAS_CONTABILIZADAS                actas cuyos votos están en los totales
   PORCENTAJE_ACTAS_CONTABILIZADAS     contabilizadas entre esperadas
   PORCENTAJE_ACTAS_INCONSISTENCIAS    actas del catálogo con alguna observación entre esperadas
   ACTAS_NO_CONTABILIZADAS             capturadas menos contabilizadas
   LISTA_NOMINAL_ACTAS_CONTABILIZADAS  suma de las listas nominales de las actas contabilizadas
   TOTAL_VOTOS_C_CS                    votos de las actas contabilizadas, con casillas especiales
   TOTAL_VOTOS_S_CS                    los mismos, sin casillas especiales
   PORCENTAJE_PARTICIPACION_CIUDADANA  TOTAL_VOTOS_S_CS entre LISTA_NOMINAL_ACTAS_CONTABILIZADAS
   Todo porcentaje tiene cuatro decimales truncados, nunca redondeados. N/A: no hay con qué dividir.

D. Columnas de cada acta
   CLAVE_CASILLA: entidad (2), sección (4), tipo (1), número (2), extensión contigua (2).
   CLAVE_ACTA añade el número de la boleta (2).
   TIPO_CASILLA: B básica, C contigua, S especial, E extraordinaria, M extranjero, A anticipado, P prisión preventiva.
   UBICACION_CASILLA: 1 urbana, 2 no urbana, 3 fuera de catálogo, extranjero o especial.
   TIPO_ACTA: número de la boleta.
   Distrito 0: voto desde el extranjero.
   Cada partido, candidatura y combinación de partidos de una coalición tiene su columna. Los votos de una combinación
   se cuentan una sola vez, para su candidatura.
   TOTAL_VOTOS_ASENTADO: el total que declara el acta. TOTAL_VOTOS_CALCULADO: la suma de sus columnas.
   CONTABILIZADA: 1 sí, 0 no, 2 fuera de catálogo. OBSERVACIONES dice por qué.
   CODIGO_INTEGRIDAD: huella SHA-256 del paquete de resultados que firmó la urna.
   -         el acta aún no llega            N/A       el dato no existe en esta fuente
   Ilegible  no se puede leer                Sin dato  está en blanco             Sin acta  no hay acta
"""
CANDIDATURAS_COLUMNS: Final = ("ID_ENTIDAD", "CANDIDATURA", "PARTIDOS_CI", "NOMBRE", "COMBINACIONES")

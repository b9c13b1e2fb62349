# SPDX-License-Identifier: Apache-2.0
# Fails unless PROGRAM's verdicts on the corpus of KIND are those written down beside it.
execute_process(COMMAND ${PROGRAM} ${KIND} ${CORPUS}/${KIND} OUTPUT_VARIABLE found RESULT_VARIABLE result
                ERROR_VARIABLE errors)
file(READ ${CORPUS}/${KIND}.verdicts expected)
if(NOT result EQUAL 0 OR NOT found STREQUAL expected)
    message(FATAL_ERROR "expected:\n${expected}\nfound:\n${found}${errors}")
endif()

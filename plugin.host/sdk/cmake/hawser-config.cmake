# SPDX-License-Identifier: Apache-2.0
# find_package(hawser) gives the target hawser::plugin and the function hawser_add_plugin(name source...).
get_filename_component(HAWSER_SDK_DIR "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)

if(NOT TARGET hawser::plugin)
    add_library(hawser::plugin INTERFACE IMPORTED)
    set_target_properties(hawser::plugin PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${HAWSER_SDK_DIR}/include")
endif()

# A library that the host loads: hidden symbols, its own functions first, and nothing that keeps it mapped.
function(hawser_add_plugin name)
    add_library(${name} SHARED ${ARGN})
    target_link_libraries(${name} PRIVATE hawser::plugin)
    target_compile_features(${name} PRIVATE c_std_11)
    set_target_properties(${name} PROPERTIES C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden
                                             VISIBILITY_INLINES_HIDDEN ON)
    if(UNIX AND NOT APPLE)
        target_link_options(${name} PRIVATE -Wl,-Bsymbolic)
    endif()
    target_compile_options(${name} PRIVATE
        $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-fno-gnu-unique>)
endfunction()

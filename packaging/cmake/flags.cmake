# What every target is compiled with. Warnings are errors by preset, never on a user's machine.
add_library(sidestep_flags INTERFACE)
target_include_directories(sidestep_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(sidestep_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor
  $<$<BOOL:${SIDESTEP_WERROR}>:-Werror>)
target_compile_definitions(sidestep_flags INTERFACE
  SIDESTEP_VERSION="${PROJECT_VERSION}"
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(SIDESTEP_SANITIZE)
  target_compile_options(sidestep_flags INTERFACE -fsanitize=${SIDESTEP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(sidestep_flags INTERFACE -fsanitize=${SIDESTEP_SANITIZE})
endif()

# sidestep_room(NAME SOURCES … PUBLIC … PRIVATE …): a library of one room; PUBLIC and PRIVATE are what it may link.
function(sidestep_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(ROOM_SOURCES)
    add_library(${name} STATIC ${ROOM_SOURCES})
    target_link_libraries(${name} PUBLIC sidestep_flags ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE sidestep_flags ${ROOM_PUBLIC})
  endif()
endfunction()

# One library per folder. `hearim_library(NAME deps...)` takes every .cc of the folder into
# the library hearim_NAME, and every *_test.cc into the test program hearim_NAME_test.

add_library(hearim_flags INTERFACE)
target_include_directories(hearim_flags INTERFACE ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/src)
target_compile_options(hearim_flags INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Wno-restrict  # g++ 12 warns of std::string's own code at -O2 (GCC bug 105651)
  -fno-fast-math -ffp-contract=off -fstack-protector-strong)
if(HEARIM_WERROR)
  target_compile_options(hearim_flags INTERFACE -Werror)
endif()
if(HEARIM_SANITIZE)
  target_compile_options(hearim_flags INTERFACE -fsanitize=${HEARIM_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all
                         # g++'s manual: with sanitizers these find what is not there
                         $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized$<SEMICOLON>-Wno-stringop-overflow>)
  target_link_options(hearim_flags INTERFACE -fsanitize=${HEARIM_SANITIZE})
endif()
if(HEARIM_FUZZ)
  target_compile_options(hearim_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

function(hearim_library name)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$|/main\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  if(sources)
    add_library(hearim_${name} STATIC ${sources})
    target_link_libraries(hearim_${name} PUBLIC hearim_flags ${ARGN})
  else()
    add_library(hearim_${name} INTERFACE)
    target_link_libraries(hearim_${name} INTERFACE hearim_flags ${ARGN})
  endif()
  if(tests)
    add_executable(hearim_${name}_test ${tests})
    target_link_libraries(hearim_${name}_test PRIVATE hearim_${name} GTest::gtest GTest::gtest_main)
    target_compile_definitions(hearim_${name}_test PRIVATE
      HEARIM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    gtest_discover_tests(hearim_${name}_test PROPERTIES TIMEOUT 600 DISCOVERY_TIMEOUT 60)
  endif()
endfunction()

// hearim-convert: the parsers of untrusted documents, each document in a jailed process of its own.
#include <clocale>

#include "convert/jailed/job.h"
#include "convert/jailed/parsers.h"

int main(int argument_count, char** arguments) {
  if (argument_count > 1) return hearim::explain_program(argument_count, arguments);
  // Names inside archives are given in the locale's encoding, and without one not at all.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  return hearim::serve_jail({.prepare = hearim::prepare_parsers,
                             .convert = hearim::parse_document,
                             .unpack = hearim::unpack_archive});
}

// hearim-convert: the parsers of untrusted documents, each document in a jailed process of its own.
#include "convert/jailed/job.h"
#include "convert/jailed/parsers.h"

int main(int argument_count, char** arguments) {
  if (argument_count > 1) return hearim::explain_program(argument_count, arguments);
  return hearim::serve_jail({.prepare = hearim::prepare_parsers,
                             .convert = hearim::parse_document,
                             .unpack = hearim::unpack_archive});
}

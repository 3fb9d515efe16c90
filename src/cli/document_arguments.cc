#include "cli/document_arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "base/file_bytes.h"
#include "cli/case_verbs.h"
#include "steps/names_file.h"

namespace hearim {

void DocumentArguments::add_to(CLI::App& verb) {
  verb.add_option("FILE", request.paths,
                  "Documents: text, HTML, PDF, docx, odt, messages, pictures; or a case")
      ->required();
  verb.add_option("--date", date, "The documents' date, YYYY-MM-DD: resolves 'last Friday'");
  verb.add_option("--language", language, "en, es, ar, zh or ko, instead of the guess");
  verb.add_option("--corrections", corrections,
                  "What people decided about the findings: applied after reading");
  verb.add_option("--names", names, "Names you know, with their spellings, as a CSV file");
  verb.add_option("--threads", threads, "At most this many; the answer does not depend on it")
      ->check(CLI::Range(1, 1024));
}

void DocumentArguments::settle() {
  const auto bad = [](const std::string& message) {
    throw Error(ErrorCode::invalid_input, message, {}, "see --help");
  };
  if (!date.empty()) {
    request.options.document_date = calendar_day_from_iso(date);
    if (!request.options.document_date)
      bad(fmt::format("--date: expected a day as YYYY-MM-DD, got '{}'", date));
  }
  if (!language.empty()) {
    request.options.language = language_from_code(language);
    if (request.options.language == ReadLanguage::unknown)
      bad(fmt::format("--language: expected en, es, ar, zh or ko, got '{}'", language));
  }
  if (!names.empty())
    request.options.names = compile_names(names_from_csv(read_file_bytes(names), names));
  if (!corrections.empty())
    request.corrections = Corrections::parse(read_file_bytes(corrections), corrections);
}

int DocumentArguments::thread_count() const { return hearim::thread_count(threads); }

int complain_of_file(const Error& error) {
  std::fprintf(stderr, "hearim: %s\n", error.what());
  return exit_status(error.code());
}

}  // namespace hearim

#include "convert/jailed/parsers.h"

#include <libxml/parser.h>

#include "convert/decoded_bytes.h"
#include "convert/jailed/email.h"
#include "convert/jailed/html.h"
#include "convert/jailed/pdf.h"

namespace hearim {
namespace {

void ignore_message(void*, const char*, ...) {}

}  // namespace

void prepare_parsers(JailHello&) {
  xmlInitParser();
  xmlSetGenericErrorFunc(nullptr, ignore_message);
  // What ICU loads once is then there for every document.
  prepare_pdf();
  prepare_email();
  decode_bytes("\xB0\xA1", "windows-949");
}

void parse_document(const Job& job) {
  switch (job.format) {
    case DocumentFormat::html:
      return convert_html(job);
    case DocumentFormat::pdf:
      return convert_pdf(job);
    case DocumentFormat::docx:
      return convert_docx(job);
    case DocumentFormat::odt:
      return convert_odt(job);
    case DocumentFormat::xlsx:
      return convert_xlsx(job);
    case DocumentFormat::ods:
      return convert_ods(job);
    case DocumentFormat::email:
      return convert_email(job);
    default:
      throw ConvertProblem{ConvertReason::unsupported, "is of no format that is read"};
  }
}

}  // namespace hearim

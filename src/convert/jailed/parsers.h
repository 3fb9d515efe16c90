// The table of formats and the converters that read them. Inside the jail only.
#pragma once

#include "convert/jailed/job.h"

namespace hearim {

void prepare_parsers(JailHello& hello);
void parse_document(const Job& job);  // throws ConvertProblem
void unpack_archive(int document, const JailJob& limits, AnswerWriter& out);

void convert_docx(const Job& job);
void convert_odt(const Job& job);
void convert_xlsx(const Job& job);
void convert_ods(const Job& job);

}  // namespace hearim

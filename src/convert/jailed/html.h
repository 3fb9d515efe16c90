// HTML as a document, and as the body of a message.
#pragma once

#include <string>
#include <string_view>

#include "convert/jailed/job.h"

namespace hearim {

void convert_html(const Job& job);

// `stated_encoding`: as the message says; empty: as the HTML says. `root` names the part.
void read_html(std::string_view bytes, const std::string& stated_encoding, std::string_view root,
               const JailJob& limits, AnswerWriter& out);

}  // namespace hearim

// One document's job inside the jail, as its converter sees it.
#pragma once

#include <string>
#include <utility>

#include "convert/answer_writer.h"
#include "convert/jail_message.h"
#include "hearim/convert.h"

namespace hearim {

// Why a converter stops before the end. What it wrote before stays good.
struct ConvertProblem {
  ConvertReason reason;
  std::string message;  // "is encrypted: ...", said of the document
};

struct Job {
  const JailJob& limits;
  DocumentFormat format;
  std::string_view input;
  AnswerWriter& out;
};

// What a jailed program does with jobs. `prepare` runs once, before anything is taken away: it
// loads what the libraries read from files. Errors of `prepare` are thrown as std::exception.
struct JailProgram {
  void (*prepare)(JailHello& hello);
  void (*convert)(const Job& job);                                         // throws ConvertProblem
  void (*unpack)(int document, const JailJob& limits, AnswerWriter& out);  // may be null
};

// The program's main loop; returns its exit status when the host has gone.
int serve_jail(const JailProgram& program);

// Prints what this program is when it is not started by the host, and returns its exit status.
int explain_program(int argument_count, char** arguments);

}  // namespace hearim

// Where a case's passphrase comes from: a descriptor (--passphrase-fd N), a file named by an
// environment variable (HEARIM_PASSPHRASE_FILE), or the terminal, in this order. Never an argument:
// those are seen by every program on the machine and kept by the shell.
//
// A passphrase is one line of UTF-8. It is normalised (NFC), so that what one keyboard writes as
// one letter and another as two is the same passphrase. On the terminal it is not echoed, and the
// terminal is put back however the asking ends: answered, interrupted, or by an error. Before
// anything is read, core dumps are forbidden for the rest of the process.
//
// Throws Error: invalid_input (none given, no terminal to ask on, too long, not UTF-8, the two do
// not agree), not_found, io, cancelled (Ctrl-C).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hearim/run.h"
#include "hearim/secret_bytes.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace hearim {

inline constexpr std::size_t kPassphraseBytesMax = 4096;

struct PassphraseSource {
  std::string option = "--passphrase-fd";
  std::string variable = "HEARIM_PASSPHRASE_FILE";
  int descriptor = -1;  // none
};

// Adds the source's option to the verb.
CLI::Option* add_passphrase_option(CLI::App& verb, PassphraseSource& source);

// `what` is what is asked for, as "passphrase of osh.case". From a descriptor one line is taken,
// and the next asking takes the next line.
SecretBytes ask_passphrase(const PassphraseSource& source, std::string_view what,
                           const CancelToken& cancel);
// Asked twice on the terminal, where nobody sees what is typed.
SecretBytes ask_new_passphrase(const PassphraseSource& source, std::string_view what,
                               const CancelToken& cancel);

// The lines of a file that are not empty, as recovery shares are kept.
std::vector<SecretBytes> read_secret_lines(const std::string& path, const CancelToken& cancel);

// NFC of UTF-8. Throws Error(invalid_input) when it is none.
SecretBytes normalised_passphrase(const SecretBytes& typed);

}  // namespace hearim

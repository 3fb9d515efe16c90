// Files of annotations and of corrections that a disk, an editor or an enemy has damaged: each is
// taken or refused with a message that names it, and nothing else happens. Seeded; a failure prints
// its seed.
#include <gtest/gtest.h>

#include <array>

#include "base/rng.h"
#include "hearim/error.h"

#include "report/reading_json.h"
#include "steps/corrections.h"
#include "text/letter_folding.h"

namespace hearim {
namespace {

const std::string kText =
    "\"More than 400 women were sold,\" Ilse Korvath of Salt Road Watch told the Harbour Times on "
    "3 May 2021. One woman told the archive that she was beaten and held. About 70 percent were "
    "under 18, the report said; it was impossible to verify the exact number.";

// What a mutation may write in: pieces that mean something to the readers.
constexpr std::array<std::string_view, 24> kPieces = {"{",
                                                      "}",
                                                      "[",
                                                      "]",
                                                      ",",
                                                      ":",
                                                      "null",
                                                      "true",
                                                      "-1",
                                                      "1e308",
                                                      "4294967296",
                                                      "0.5",
                                                      "\"\"",
                                                      "\"start\"",
                                                      "\"end\"",
                                                      "\"kind\"",
                                                      "\"quantity\"",
                                                      "\"id\"",
                                                      "\"q1\"",
                                                      "\"\\u0000\"",
                                                      "\"\\ud800\"",
                                                      "\"value\"",
                                                      "\"facts\"",
                                                      "\xFF"};

std::string mutated(std::string text, Rng& rng) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(rng.below(n)); };
  for (std::size_t times = 1 + below(6); times > 0 && !text.empty(); --times) {
    const std::size_t at = below(text.size()), length = std::min(1 + below(24), text.size() - at);
    switch (below(5)) {
      case 0:
        text[at] = static_cast<char>(rng.below(256));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, kPieces[below(kPieces.size())]);
        break;
      case 3:
        text.insert(below(text.size()), text.substr(at, length));
        break;
      default:
        text.replace(at, length, kPieces[below(kPieces.size())]);
        break;
    }
  }
  return text;
}

struct Outcome {
  int taken = 0, refused = 0;
};

template <typename Use>
Outcome survive(const std::string& file, std::string_view purpose, const Use& use) {
  Outcome outcome;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    Rng rng(7, purpose, seed);
    const std::string damaged = mutated(file, rng);
    SCOPED_TRACE("seed " + std::to_string(seed));
    try {
      use(damaged);
      ++outcome.taken;
    } catch (const Error& error) {
      EXPECT_TRUE(error.code() == ErrorCode::invalid_input || error.code() == ErrorCode::limit)
          << error.what();
      EXPECT_NE(std::string(error.what()).find("damaged.json"), std::string::npos) << error.what();
      ++outcome.refused;
    }
  }
  return outcome;
}

TEST(DamagedFiles, annotations_are_read_or_refused) {
  const std::u32string text = decode_text(std::string_view(kText));
  const Json annotations = annotations_json(text, read_text(text, {}));
  const Outcome outcome =
      survive(annotations.dump(), "annotations", [&](const std::string& damaged) {
        const Json parsed = Json::parse(damaged, nullptr, false);
        if (parsed.is_discarded())
          throw Error(ErrorCode::invalid_input, "is not JSON", {.file = "damaged.json"});
        const Reading reading = reading_from_json(parsed, text.size(), "damaged.json");
        annotations_json(text, reading);  // what was taken can be written again
      });
  EXPECT_GT(outcome.taken, 50);
  EXPECT_GT(outcome.refused, 1000);
}

TEST(DamagedFiles, corrections_are_read_or_refused) {
  const std::u32string text = decode_text(std::string_view(kText));
  const Json annotations = annotations_json(text, read_text(text, {}));
  Corrections corrections = Corrections::parse("{\"items\":[]}", "corrections.json");
  corrections.append(CorrectionAction::accept, "a.txt", text, annotations, "q1", {});
  corrections.append(CorrectionAction::change, "a.txt", text, annotations, "m1",
                     Json{{"type", "person"}});
  corrections.append(CorrectionAction::add, "a.txt", text, annotations, "",
                     Json{{"kind", "mention"}, {"type", "place"}, {"exact", "archive"}});
  const Outcome outcome =
      survive(corrections.dump(), "corrections", [&](const std::string& damaged) {
        const Corrections read = Corrections::parse(damaged, "damaged.json");
        const CorrectedAnnotations applied = read.apply("a.txt", text, annotations);
        reading_from_json(applied.annotations, text.size(), "damaged.json");
        read.dump();
      });
  EXPECT_GT(outcome.taken, 50);
  EXPECT_GT(outcome.refused, 1000);
}

}  // namespace
}  // namespace hearim

// A coarse key of a Latin spelling: the same for spellings of one name under different customs.
//
// Vowels, h, w and y go (a leading one stays as "a"), doubled letters are one, and consonants that
// customs exchange share a letter: p b; t d th dh; k g q kh gh and hard c; s z sh ch j zh ts x and
// soft c; f v ph; l; r; m; n ng. For blocking, not for judging: many names share a key.
//
//   mohammed muhamad -> mmt    yusuf youssef -> asf    zhang chang jang -> sn    iwanow ivanov ->
//   afnf
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hearim {

// One key, or two where a letter has two customs far apart (w as in German and as a vowel, q as in
// Arabic and as in Pinyin, j as in English and as in German). Distinct; never empty for a-z.
std::vector<std::string> name_skeletons(std::string_view latin);

}  // namespace hearim

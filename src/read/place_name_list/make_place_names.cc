// Writes the place names of the installed packages as C++: countries and their exemplar cities in
// five languages (CLDR, through ICU), countries and subdivisions (ISO 3166-1 and 3166-2, of the
// package iso-codes). Run while building; nothing is read or fetched at run time.
//
//   make_place_names ISO_CODES_JSON_FOLDER OUT.cc
#include <unicode/locdspnm.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace {

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

void take(std::set<std::string>& names, std::string name) {
  for (const char open : {'(', '[', ',', '*'}) name = name.substr(0, name.find(open));
  while (!name.empty() && name.back() == ' ') name.pop_back();
  if (name.size() > 2 && name.find('\n') == std::string::npos) names.insert(name);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::string folder = argv[1];
  std::ofstream out(argv[2]);
  out << "// Made by make_place_names.cc.\n#include \"read/place_names.h\"\n\nnamespace hearim "
         "{\n\n"
         "std::string_view place_name_data(std::string_view language) {\n";
  std::ifstream countries_file(folder + "/iso_3166-1.json"),
      parts_file(folder + "/iso_3166-2.json");
  if (!countries_file || !parts_file) {
    std::cerr << folder
              << ": iso_3166-1.json or iso_3166-2.json cannot be read (package iso-codes)\n";
    return 3;
  }
  const auto countries = nlohmann::json::parse(countries_file)["3166-1"];
  const auto parts = nlohmann::json::parse(parts_file)["3166-2"];
  for (const char* language : {"en", "es", "ar", "zh", "ko"}) {
    std::set<std::string> names;
    const icu::Locale locale(language);
    const UDisplayContext contexts[] = {UDISPCTX_LENGTH_SHORT, UDISPCTX_LENGTH_FULL};
    for (UDisplayContext context : contexts) {
      std::unique_ptr<icu::LocaleDisplayNames> display(
          icu::LocaleDisplayNames::createInstance(locale, &context, 1));
      for (const auto& country : countries) {
        icu::UnicodeString name;
        display->regionDisplayName(country["alpha_2"].get<std::string>().c_str(), name);
        take(names, utf8(name));
      }
    }
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::TimeZoneNames> zones(icu::TimeZoneNames::createInstance(locale, status));
    std::unique_ptr<icu::StringEnumeration> ids(icu::TimeZone::createTimeZoneIDEnumeration(
        UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, status));
    if (U_FAILURE(status)) return 4;
    while (const icu::UnicodeString* id = ids->snext(status)) {
      icu::UnicodeString name;
      zones->getExemplarLocationName(*id, name);
      if (!name.isBogus()) take(names, utf8(name));
    }
    if (std::string(language) == "en") {
      for (const auto& country : countries) {
        for (const char* field : {"name", "common_name", "official_name"}) {
          if (country.contains(field)) take(names, country[field].get<std::string>());
        }
      }
      for (const auto& part : parts) {
        // Numbered wards and quarters are no names; of "A [B]" and "A, B" the first is kept.
        const std::string name = part["name"].get<std::string>();
        if (name.find_first_of("0123456789") == std::string::npos) take(names, name);
      }
    }
    out << "  if (language == \"" << language << "\") return \n";
    for (const std::string& name : names) {
      out << "      \"";
      for (const char c : name) {
        if (c == '"' || c == '\\') out << '\\';
        out << c;
      }
      out << "\\n\"\n";
    }
    out << "      ;\n";
  }
  out << "  return {};\n}\n\n}  // namespace hearim\n";
  return out ? 0 : 3;
}

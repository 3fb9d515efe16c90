// `details` of one model's answer in the JSON of an estimate.
#pragma once

#include <nlohmann/json.hpp>

#include "hearim/estimate.h"

namespace hearim {

using Json = nlohmann::ordered_json;

Json model_details(const CaptureTable& table, const ModelResult& result);

// Names of the lists in a set, in the table's order.
Json list_names_json(const CaptureTable& table, History lists);

// object[key] = value, or nothing where value is absent or not finite.
void put_number(Json& object, const char* key, std::optional<double> value);

}  // namespace hearim

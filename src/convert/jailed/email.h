#pragma once

#include "convert/jailed/job.h"

namespace hearim {

void prepare_email();
void convert_email(const Job& job);

}  // namespace hearim

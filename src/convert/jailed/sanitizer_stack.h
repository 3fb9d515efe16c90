// For builds with the address sanitizer; nothing in others.
#pragma once

namespace hearim {

// Tells the sanitizer where this thread's stack is. It reads that from /proc when a program begins,
// and there is none in the jail; without it, every exception leaves the marks of the frames it
// passed, and what is called there next is reported as an error. Call it first in main().
void tell_sanitizer_where_the_stack_is();

}  // namespace hearim

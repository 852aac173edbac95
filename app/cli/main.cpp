// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/cli.h"

#include <iostream>

int main(int argc, char **argv)
{
    std::ios::sync_with_stdio(false);
    return sidestep::cli::run(argc, argv, std::cout, std::cerr);
}

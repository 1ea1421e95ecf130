// colb: Capital Online load balancing (CDS OpenAPI 2019-08-08): the client and all Actions.
//
// A program that uses few Actions may include <colb/capitalonline/lb/client.hpp> and the families it needs
// instead.
#pragma once

#include <colb/capitalonline/lb/actions.hpp>
#include <colb/capitalonline/lb/client.hpp>

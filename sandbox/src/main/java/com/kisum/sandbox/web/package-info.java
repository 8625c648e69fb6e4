/** HTTP for the services of the sandbox: listening, finding the endpoint, JSON, and behaving badly when told to. */
@NullMarked
package com.kisum.sandbox.web;

import org.jspecify.annotations.NullMarked;

package com.kisum.gateway;

import com.kisum.watch.WatchContract;

/** Is this module's build among those that are watched? */
final class WatchersTest extends WatchContract {}

package com.kisum.gateway.replicas;
import java.lang.reflect.*;
import java.util.*;
import com.kisum.gateway.access.*;
import com.kisum.gateway.identity.*;
class HangProbe {
  @org.junit.jupiter.api.Test
  void probe() throws Exception {
    OneRedis world = new OneRedis();
    var hung = new java.util.concurrent.atomic.AtomicInteger();
    long end = System.nanoTime() + 60_000_000_000L;
    var person = world.replicas.known(); Changed.SESSION.happen(world.replicas.truth, person); world.replicas.one.announce(Changed.SESSION.said(person));
    List<Thread> ts = new ArrayList<>();
    for (Replica r : world.replicas.both()) for (int i=0;i<2;i++) { int me=i; ts.add(Thread.ofVirtual().start(() -> {
      while (System.nanoTime() < end && hung.get() < 3) {
        try {
          var c = java.net.http.HttpClient.newHttpClient();
          while (System.nanoTime() < end && hung.get() < 3) {
          long t0=System.nanoTime();
          try { Told t = r.get(person, "/events/1"); if (t.millis()>1500) System.out.println("slow "+t.millis()+" "+t.answer()); }
          catch (AssertionError e) { hung.incrementAndGet(); System.out.println("HUNG " + me + " " + (System.nanoTime()-t0)/1000000);
             synchronized (HangProbe.class) { dump(r); } }
          }
        } catch (Throwable x) { x.printStackTrace(System.out); }
      } })); }
    for (Thread t : ts) t.join();
    System.out.println("hung " + hung);
  }
  static void dump(Replica r) {
    try {
      Object id = r.bean(Identification.class), ac = r.bean(CachedAccess.class);
      for (Object[] o : new Object[][]{{id,"sessions"},{id,"users"},{ac,"members"},{ac,"companies"}}) {
        Object cache = get(o[0], (String) o[1]);
        Map<?,?> flights = (Map<?,?>) get(cache, "flights");
        System.out.println(o[1] + " flights " + flights.size());
        for (Object f : flights.values()) System.out.println("   asked " + get(f,"asked") + " reading " + get(f,"reading") + " outcome " + get(f,"outcome"));
      }
      for (var m : r.bean(io.micrometer.core.instrument.MeterRegistry.class).getMeters()) { String n=m.getId().getName(); if (n.contains("decision")||n.contains("loads")||n.contains("bulkhead")||n.contains("netty.connection")) System.out.println(m.getId()+" "+m.measure()); }
      String pid = ""+ProcessHandle.current().pid();
      new ProcessBuilder("/usr/lib/jvm/temurin-25-jdk-amd64/bin/jcmd", pid, "Thread.print").redirectOutput(new java.io.File("/tmp/t4a-threads.txt")).start().waitFor();
    } catch (Exception e) { e.printStackTrace(System.out); }
  }
  static Object get(Object o, String f) throws Exception { Field x = o.getClass().getDeclaredField(f); x.setAccessible(true); return x.get(o); }
}

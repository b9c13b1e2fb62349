// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.measure.Measurement;
import hawser.launcher.bench.measure.OneWay;
import hawser.launcher.bench.measure.Operation;
import hawser.launcher.bench.measure.RoundTrip;
import hawser.launcher.bench.measure.Row;
import hawser.launcher.bench.measure.StartToPrompt;
import hawser.launcher.bench.measure.Wake;
import hawser.launcher.bench.peer.AeronPipe;
import hawser.launcher.bench.peer.AgronaPipe;
import hawser.launcher.bench.peer.BareFelix;
import hawser.launcher.bench.peer.CRing;
import hawser.launcher.bench.peer.DirectCall;
import hawser.launcher.bench.peer.DisruptorPipe;
import hawser.launcher.bench.peer.FutexWake;
import hawser.launcher.bench.peer.GrpcDispatch;
import hawser.launcher.bench.peer.GrpcRoundTrip;
import hawser.launcher.bench.peer.GuavaDispatch;
import hawser.launcher.bench.peer.ItemStreams;
import hawser.launcher.bench.peer.ListBatch;
import hawser.launcher.bench.peer.LoaderBatch;
import hawser.launcher.bench.peer.MailboxPipe;
import hawser.launcher.bench.peer.MapCall;
import hawser.launcher.bench.peer.Pipe;
import hawser.launcher.bench.peer.QueueItems;
import hawser.launcher.bench.peer.SlowAnswer;
import hawser.launcher.bench.peer.SocketPipe;
import hawser.launcher.bench.peer.Recording;
import hawser.launcher.bench.peer.VertxDispatch;
import hawser.launcher.bench.product.BatchedDispatch;
import hawser.launcher.bench.product.BlockingRoundTrip;
import hawser.launcher.bench.product.ChannelAllocation;
import hawser.launcher.bench.product.EventAdminDispatch;
import hawser.launcher.bench.product.HandlerRoundTrip;
import hawser.launcher.bench.product.HawserProgram;
import hawser.launcher.bench.product.IdleCost;
import hawser.launcher.bench.product.InPlaceRoundTrip;
import hawser.launcher.bench.product.InPlaceToNative;
import hawser.launcher.bench.product.JavaDispatch;
import hawser.launcher.bench.product.MemoryCost;
import hawser.launcher.bench.product.PluginBatch;
import hawser.launcher.bench.product.PluginRoundTrip;
import hawser.launcher.bench.product.Services;
import hawser.launcher.bench.product.SlowHandler;
import hawser.launcher.bench.product.StreamItems;
import hawser.launcher.bench.product.ToJava;
import hawser.launcher.bench.product.ToJavaWake;
import hawser.launcher.bench.product.ToNative;
import hawser.launcher.bench.product.ToNativeWake;
import hawser.launcher.bench.report.Unit;
import java.util.List;

/** Everything that can be measured. A new row or subject is a line here, its target one in {@link Targets}. */
final class Catalog {
    static final String TO_NATIVE = "hawser to native";
    static final String TO_JAVA = "hawser to Java";
    static final String IN_PLACE = "hawser in place";
    static final String IN_PLACE_TO_JAVA = "hawser in place to Java";
    static final String PLUGIN = "hawser plugin";
    static final String PROCESS = PLUGIN + ", process";
    static final String CHANNEL = "hawser channel";
    static final String HANDLER = "hawser channel, handler";
    static final String INLINE = "hawser inline";
    static final String SEND = "hawser send";
    static final String C_RING = "C ring";
    static final String AGRONA = "Agrona OneToOne";
    static final String AERON = "Aeron IPC";
    static final String SOCKET = "Unix socket";
    static final String MAILBOX = "mailbox, spinning";
    static final String GRPC = "gRPC unary";
    static final String VERTX = "Vert.x event bus";
    static final String FUTEX = "C futex";
    static final String GUAVA = "Guava EventBus";
    static final String EVENT_ADMIN = "Felix EventAdmin";
    static final String MAP_CALL = "map, call, stage";
    static final String DIRECT_CALL = "JNA direct call";
    static final String BATCH = "hawser batch";
    static final String STREAM = "hawser stream";
    static final String DATA_LOADER = "java-dataloader";
    static final String SUBMISSION = "SubmissionPublisher";
    static final String REACTOR = "Reactor publishOn";
    static final String REACTOR_RANGE = REACTOR + ", range";
    static final String RXJAVA = "RxJava observeOn";
    static final String PUSH_STREAM = "OSGi PushStream";
    static final String BARE = "Felix alone";
    static final String LAUNCHER = "hawser to prompt";
    static final String BARE_GOGO = "Felix and Gogo";
    static final String PAYLOAD = "payload";
    private static final int KIB = 1024;

    private Catalog() {
    }

    static List<Group> groups() {
        return List.of(oneWay(), roundTrip(), inFlight(), inline(), handOver(), wakeToNative(), wakeToJava(),
                idle(), memory(), allocation(), dispatch(), dispatchInFlight(), checks(), handlers(), threads(),
                batch(), batchSlow(), batchToNative(), stream(), start());
    }

    private static Group oneWay() {
        return new Group("one-way", "time per message, sent as fast as it goes", Unit.NS,
                Row.lengths(32, 256, KIB, 64 * KIB, KIB * KIB), List.of(
                Subject.inFramework(TO_NATIVE, OneWay.throughput(ToNative::oneByOne)),
                Subject.inFramework(TO_NATIVE + ", 64 at once", OneWay.throughput(ToNative::bursts)),
                Subject.inFramework(TO_JAVA, OneWay.throughput(ToJava::copied)),
                Subject.inFramework(IN_PLACE, OneWay.throughput(InPlaceToNative::new)),
                Subject.inFramework(IN_PLACE_TO_JAVA, OneWay.throughput(ToJava::inPlace)),
                Subject.of(C_RING, OneWay.throughput(CRing::new)),
                oneWay(AGRONA, AgronaPipe::oneToOne),
                oneWay("Agrona ManyToOne", AgronaPipe::manyToOne),
                oneWay(AERON, length -> new AeronPipe()),
                oneWay("Disruptor", DisruptorPipe::new),
                oneWay(SOCKET, length -> new SocketPipe()),
                oneWay(MAILBOX, MailboxPipe::spinning),
                oneWay("mailbox, 1/10 ms", MailboxPipe::polling)));
    }

    private static Subject oneWay(String name, Pipe.Factory factory) {
        return Subject.of(name, OneWay.throughput(factory.oneWay()));
    }

    private static Group roundTrip() {
        return new Group("round-trip", "round trip, one in flight, the caller waiting", Unit.NS,
                Row.lengths(32, 256, KIB, 64 * KIB, KIB * KIB), List.of(
                Subject.inFramework(PLUGIN, RoundTrip.latency(PluginRoundTrip::thread)),
                Subject.inFramework(PROCESS, RoundTrip.latency(PluginRoundTrip::process)),
                Subject.inFramework(CHANNEL, RoundTrip.latency(BlockingRoundTrip::new)),
                Subject.inFramework(HANDLER, RoundTrip.latency(HandlerRoundTrip::new)),
                Subject.inFramework(IN_PLACE, RoundTrip.latency(InPlaceRoundTrip::echoed)),
                Subject.of(C_RING, RoundTrip.latency(CRing::new)),
                roundTrip(AGRONA, AgronaPipe::oneToOne),
                roundTrip("Agrona ManyToOne", AgronaPipe::manyToOne),
                roundTrip(AERON, length -> new AeronPipe()),
                roundTrip("Disruptor", DisruptorPipe::new),
                roundTrip(SOCKET, length -> new SocketPipe()),
                Subject.of(GRPC, RoundTrip.latency(GrpcRoundTrip::new)),
                roundTrip(MAILBOX, MailboxPipe::spinning),
                roundTrip("mailbox, 1/10 ms", MailboxPipe::polling)));
    }

    private static Subject roundTrip(String name, Pipe.Factory factory) {
        return Subject.of(name, RoundTrip.latency(factory.roundTrip()));
    }

    /** Without those that block when they hold so many: both ends would wait for each other. */
    private static Group inFlight() {
        return new Group("in-flight", "time per request of 32 B, so many in flight", Unit.NS,
                Row.counts(1, 8, 64, 512), List.of(
                Subject.inFramework(PLUGIN, RoundTrip.pipelined(PluginRoundTrip::thread)),
                Subject.inFramework(PROCESS, RoundTrip.pipelined(PluginRoundTrip::process)),
                Subject.inFramework(CHANNEL, RoundTrip.pipelined(BlockingRoundTrip::new)),
                Subject.inFramework(HANDLER, RoundTrip.pipelined(HandlerRoundTrip::new)),
                Subject.of(C_RING, RoundTrip.pipelined(CRing::new)),
                inFlight(AGRONA, AgronaPipe::oneToOne),
                inFlight(AERON, length -> new AeronPipe()),
                inFlight("Disruptor", DisruptorPipe::new),
                Subject.of(GRPC, RoundTrip.pipelined(GrpcRoundTrip::new))));
    }

    private static Subject inFlight(String name, Pipe.Factory factory) {
        return Subject.of(name, RoundTrip.pipelined(factory.roundTrip()));
    }

    private static Group inline() {
        return new Group("inline", "a request on the caller's own thread", Unit.NS, Row.lengths(32), List.of(
                Subject.inFramework(INLINE, Operation.cost(PluginRoundTrip::inline)),
                Subject.of(DIRECT_CALL, Operation.cost(row -> new DirectCall()))));
    }

    private static Group handOver() {
        return new Group("hand-over", "round trip of a region already filled", Unit.NS, Row.lengths(KIB * KIB),
                List.of(Subject.inFramework(IN_PLACE, RoundTrip.latency(InPlaceRoundTrip::handOver))));
    }

    private static Group wakeToNative() {
        return new Group("wake-native", "from an offer in Java to a native end that slept", Unit.NS,
                List.of(Row.named("1 ms idle")), List.of(
                Subject.inFramework(TO_NATIVE, Wake.latency(ToNativeWake::new)),
                Subject.of(FUTEX, Wake.latency(FutexWake::new))));
    }

    private static Group wakeToJava() {
        return new Group("wake-java", "from a native send to a handler that slept", Unit.NS,
                List.of(Row.named("1 ms idle")), List.of(
                Subject.inFramework(TO_JAVA, Wake.latency(ToJavaWake::new)),
                Subject.of(FUTEX, Wake.latency(FutexWake::new))));
    }

    private static Group idle() {
        return new Group("idle", "processor time while nothing happens", Unit.MS_PER_S,
                List.of(Row.named("2 s")), List.of(
                Subject.inFramework(CHANNEL, IdleCost.ofChannel()),
                Subject.inFramework(PLUGIN, IdleCost.ofPlugin()),
                Subject.inFramework(BARE, IdleCost.ofFramework())));
    }

    private static Group memory() {
        return new Group("memory", "shared and resident memory of a channel of 500 MiB each way", Unit.KIB,
                List.of(MemoryCost.OPENED, MemoryCost.WRITTEN), List.of(
                Subject.inFramework(CHANNEL, MemoryCost.ofChannel()),
                Subject.of(PAYLOAD, MemoryCost.ofPayload())));
    }

    private static Group allocation() {
        return new Group("allocation", "bytes allocated per message of 32 B, by all threads", Unit.BYTES,
                List.of(Row.named("32 B")), List.of(
                allocation(TO_NATIVE, row -> ChannelAllocation.toNative()),
                allocation(TO_JAVA, row -> ChannelAllocation.toJava()),
                allocation(PLUGIN, row -> ChannelAllocation.plugin()),
                allocation(SEND, row -> JavaDispatch.oneEvent())));
    }

    private static Subject allocation(String name, Operation.Factory factory) {
        Measurement measurement = Operation.allocation(factory);
        return Subject.inFramework(name, measurement);
    }

    private static Group dispatch() {
        return new Group("dispatch", "one event to one handler, both in Java", Unit.NS,
                List.of(Row.named("one event")), List.of(
                Subject.inFramework(SEND, Operation.cost(row -> JavaDispatch.oneEvent())),
                Subject.of(MAP_CALL, Operation.cost(row -> MapCall.oneEvent())),
                Subject.of(GUAVA, Operation.cost(row -> new GuavaDispatch())),
                Subject.inFramework(EVENT_ADMIN, Operation.cost(row -> EventAdminDispatch.oneEvent())),
                Subject.of(VERTX, Operation.cost(row -> VertxDispatch.of(1))),
                Subject.of(GRPC, Operation.cost(row -> GrpcDispatch.of(1)))));
    }

    private static Group dispatchInFlight() {
        return new Group("dispatch-in-flight", "time per request to a handler in Java, so many in flight", Unit.NS,
                Row.counts(64), List.of(
                Subject.inFramework(SEND, Operation.cost(JavaDispatch::window)),
                Subject.of(MAP_CALL, Operation.cost(row -> MapCall.oneEvent())),
                Subject.of(GUAVA, Operation.cost(row -> new GuavaDispatch())),
                Subject.inFramework(EVENT_ADMIN, Operation.cost(row -> EventAdminDispatch.oneEvent())),
                Subject.of(VERTX, Operation.cost(VertxDispatch::of)),
                Subject.of(GRPC, Operation.cost(GrpcDispatch::of))));
    }

    private static Group checks() {
        return new Group("checks", "one event to one handler in Java, by what is checked", Unit.NS,
                List.of(Row.named("one event")), List.of(
                Subject.inFramework(SEND, Operation.cost(row -> JavaDispatch.oneEvent())),
                Subject.inFramework(SEND + ", no key needed", Operation.cost(row -> JavaDispatch.ownCaller())),
                Subject.inFramework(SEND + ", own deadline", Operation.cost(row -> JavaDispatch.deadline())),
                Subject.inFramework(SEND + ", intercepted", Operation.cost(row -> JavaDispatch.intercepted())),
                Subject.of("two counters, a clock in 64", Operation.cost(row -> new Recording()))));
    }

    private static Group handlers() {
        return new Group("handlers", "one event to one of so many handlers in Java, in turn", Unit.NS,
                Row.counts(1, 100, 10_000), List.of(
                Subject.inFramework(SEND, Operation.cost(JavaDispatch::handlers)),
                Subject.of(MAP_CALL, Operation.cost(MapCall::new)),
                Subject.inFramework(EVENT_ADMIN, Operation.cost(EventAdminDispatch::new))));
    }

    private static Group threads() {
        return new Group("threads", "from one event to the next, sent to one handler by so many threads", Unit.NS,
                Row.counts(1, 2, 4, 8), List.of(
                Subject.inFramework(SEND, Operation.parallel(row -> JavaDispatch.oneEvent())),
                Subject.of(MAP_CALL, Operation.parallel(row -> MapCall.oneEvent())),
                Subject.of(GUAVA, Operation.parallel(row -> new GuavaDispatch())),
                Subject.inFramework(EVENT_ADMIN, Operation.parallel(row -> EventAdminDispatch.oneEvent()))));
    }

    private static Group batch() {
        return new Group("batch", "time per request, sent so many at a time, until all are answered", Unit.NS,
                Row.counts(10, 100, 1000), List.of(
                Subject.inFramework(BATCH, Operation.cost(BatchedDispatch::whole)),
                Subject.inFramework(BATCH + ", one by one", Operation.cost(BatchedDispatch::single)),
                Subject.inFramework(BATCH + ", dedupe", Operation.cost(BatchedDispatch::dedupe)),
                Subject.of(DATA_LOADER, Operation.cost(LoaderBatch::new)),
                Subject.of("list, futures", Operation.cost(ListBatch::new))));
    }

    private static Group batchSlow() {
        return new Group("batch-slow", "until " + SlowHandler.REQUESTS + " requests to a handler of 5 ms are answered",
                Unit.NS, List.of(Row.named("50 requests")), List.of(
                Subject.inFramework(BATCH, Operation.cost(row -> SlowHandler.concurrent())),
                Subject.inFramework(BATCH + ", serial", Operation.cost(row -> SlowHandler.serial())),
                Subject.inFramework(SEND, Operation.cost(row -> SlowHandler.unbatched())),
                Subject.of("one answer", Operation.cost(row -> new SlowAnswer()))));
    }

    private static Group batchToNative() {
        return new Group("batch-native", "time per request of 32 B to a plugin, so many sent, then all awaited",
                Unit.NS, Row.counts(100, 10_000), List.of(
                Subject.inFramework(BATCH, Operation.cost(PluginBatch::batched)),
                Subject.inFramework(BATCH + ", batch=true", Operation.cost(PluginBatch::enveloped)),
                Subject.inFramework(PLUGIN, Operation.cost(PluginBatch::unbatched))));
    }

    private static Group stream() {
        return new Group("stream", "time per item from one thread to another, with credit", Unit.NS,
                List.of(Row.named("item")), List.of(
                Subject.inFramework(STREAM, Operation.cost(row -> StreamItems.open())),
                Subject.of(SUBMISSION, Operation.cost(row -> ItemStreams.submission())),
                Subject.of(REACTOR, Operation.cost(row -> ItemStreams.reactor())),
                Subject.of(REACTOR_RANGE, Operation.cost(row -> ItemStreams.reactorRange())),
                Subject.of(REACTOR + ", sink", Operation.cost(row -> ItemStreams.reactorSink())),
                Subject.of(RXJAVA, Operation.cost(row -> ItemStreams.rxJava())),
                Subject.of(RXJAVA + ", range", Operation.cost(row -> ItemStreams.rxJavaRange())),
                Subject.of(PUSH_STREAM, Operation.cost(row -> ItemStreams.pushStream())),
                Subject.of("queue, credit", Operation.cost(row -> QueueItems.open()))));
    }

    private static Group start() {
        String distribution = System.getProperty(Services.DISTRIBUTION);
        return new Group("start", "from the start of the program to its shell's prompt", Unit.NS,
                List.of(Row.named("prompt")), List.of(
                Subject.of(LAUNCHER, StartToPrompt.time(HawserProgram.of(distribution), "hawser>", "exit")),
                Subject.of(BARE_GOGO, StartToPrompt.time(BareFelix.program(distribution), "g! ", "felix:stop 0"))));
    }
}

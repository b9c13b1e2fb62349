// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Cpus;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;

/** A gRPC server that answers with the request's bytes, and its client, over the loopback, without executors. */
final class GrpcEcho implements AutoCloseable {
    private static final int MESSAGE_MAX = 64 * 1024 * 1024;
    private static final String SERVICE = "bench.Echo";
    private static final MethodDescriptor<byte[], byte[]> METHOD = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Send"))
            .setRequestMarshaller(new Raw()).setResponseMarshaller(new Raw()).build();

    private final Server server;
    private final ManagedChannel channel;

    /** Bytes as they are. */
    private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private GrpcEcho() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor().maxInboundMessageSize(MESSAGE_MAX).addService(service()).build().start();
        channel = NettyChannelBuilder.forAddress(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.getPort())).usePlaintext()
                .directExecutor().maxInboundMessageSize(MESSAGE_MAX).build();
        call(new byte[0]);
    }

    /** Starts both, free to run on any processor, and connects them. */
    static GrpcEcho open() throws IOException {
        Cpus.unpinCaller();
        try {
            return new GrpcEcho();
        } finally {
            Cpus.pinCaller();
        }
    }

    private static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE).addMethod(METHOD,
                ServerCalls.<byte[], byte[]>asyncUnaryCall((request, answers) -> {
                    answers.onNext(request);
                    answers.onCompleted();
                })).build();
    }

    /** {@return the answer} Blocks. */
    byte[] call(byte[] request) {
        return ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, request);
    }

    /** {@return the answer, to come} */
    Future<byte[]> ask(byte[] request) {
        return ClientCalls.futureUnaryCall(channel.newCall(METHOD, CallOptions.DEFAULT), request);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}

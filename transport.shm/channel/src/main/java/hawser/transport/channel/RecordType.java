// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

/** What a record is. The numbers are those of the C header {@code channel.h}. */
public final class RecordType {
    /** Fills what a record leaves; readers never see it. */
    public static final int PADDING = 1;
    /** Asks; its correlation names it. From the plugin, 0 asks for no answer. */
    public static final int REQUEST = 2;
    /** Answers the request of its correlation, in either direction. */
    public static final int RESPONSE = 3;
    /** The plugin returned from the request of that correlation without a message. */
    public static final int NO_RESPONSE = 4;
    /** A message that nobody asked for. */
    public static final int MESSAGE = 5;
    /** Tells, and has no answer. */
    public static final int NOTIFICATION = 6;
    /** The answer to the request of that correlation found no room in time. */
    public static final int BACK_PRESSURED = 7;
    /** The answer to the request of that correlation was longer than a record can be. */
    public static final int TOO_LARGE = 8;

    /** Asks for a stream; its correlation names it, and, to the plugin, leads to its credit. */
    public static final int STREAM = 9;
    /** The plugin has been called with the stream of that correlation; may be left out. */
    public static final int STREAM_BEGUN = 10;
    /** An item of the stream of that correlation, in either direction. */
    public static final int CHUNK = 11;
    /**
     * Nothing more comes of the stream of that correlation, whether it was begun or not. To the plugin: a code of four
     * bytes, then a text, if it failed.
     */
    public static final int STREAM_END = 12;

    /** A line for the log; its correlation is the level. */
    public static final int LOG = 13;
    /** Ends the request of its correlation, in either direction, or the stream: a code of four bytes, then a text. */
    public static final int FAILED = 14;
    /** Nobody waits for the answer to the request of its correlation. */
    public static final int CANCEL = 15;
    /** Nobody wants any more of the stream of its correlation, in either direction. */
    public static final int STREAM_CANCEL = 16;
    /** Asks for the plugin's state, from the offset of eight bytes on. */
    public static final int SAVE = 17;
    /** A piece of state: length of all and offset, eight bytes each. */
    public static final int LOAD = 18;
    /**
     * From the plugin: so many items more, in eight bytes, of the stream that it asked for. The last type: readers pass
     * by what is beyond.
     */
    public static final int CREDIT = 19;

    private RecordType() {
    }
}

//! Answers each message with a greeting. Make `answer` do what your plugin is for.

mod plugin_interface;

use plugin_interface::{MessageCallback, PluginInfo, PluginInterface, PLUGIN_API_VERSION, PLUGIN_SUCCESS};
use std::sync::OnceLock;

static SEND_MESSAGE: OnceLock<MessageCallback> = OnceLock::new();

fn answer(message: &[u8]) -> Vec<u8> {
    [b"hello, ", message].concat()
}

extern "C" fn initialize(
    message: MessageCallback,
    _request: plugin_interface::BufferRequestCallback,
    _send: plugin_interface::BufferSendCallback,
) -> i32 {
    let _ = SEND_MESSAGE.set(message);
    PLUGIN_SUCCESS
}

extern "C" fn shut_down() {}

/// The first message sent from here is the answer. No panic may leave it: the host is written in C.
extern "C" fn process_message(data: *const u8, length: usize) {
    let message = if length == 0 { &[][..] } else { unsafe { std::slice::from_raw_parts(data, length) } };
    if let (Ok(text), Some(send)) = (std::panic::catch_unwind(|| answer(message)), SEND_MESSAGE.get()) {
        send(text.as_ptr(), text.len());
    } // without a message the caller is told NO_RESPONSE
}

extern "C" fn update() {}

static PLUGIN: PluginInterface = PluginInterface {
    info: PluginInfo {
        name: b"@name@\0".as_ptr(),
        version: b"0.1.0\0".as_ptr(),
        api_version: PLUGIN_API_VERSION,
    },
    initialize,
    shutdown: shut_down,
    process_message,
    update,
};

#[no_mangle]
pub extern "C" fn get_plugin_interface() -> *const PluginInterface {
    &PLUGIN
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    static RECEIVED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

    extern "C" fn keep(data: *const u8, length: usize) {
        *RECEIVED.lock().unwrap() = unsafe { std::slice::from_raw_parts(data, length) }.to_vec();
    }

    extern "C" fn lend(_wait_ms: u32, _buffer: *mut *mut u8, _space: *mut u32) -> i32 {
        -2 // no room: a plugin must cope with that
    }

    extern "C" fn send_loan(_length: u32) -> i32 {
        -1
    }

    /// Calls the plugin as the host does.
    #[test]
    fn greets_whoever_sends() {
        let plugin = unsafe { &*get_plugin_interface() };
        assert_eq!(PLUGIN_SUCCESS, (plugin.initialize)(keep, lend, send_loan));
        for (message, expected) in [("world", "hello, world"), ("", "hello, ")] {
            (plugin.process_message)(message.as_ptr(), message.len());
            assert_eq!(expected.as_bytes(), *RECEIVED.lock().unwrap());
        }
        (plugin.shutdown)();
    }
}

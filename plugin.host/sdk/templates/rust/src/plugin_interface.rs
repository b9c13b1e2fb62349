//! `plugin_interface.h`, version 1, in Rust. That header is the specification: who may call what, and when.

pub const PLUGIN_API_VERSION: u32 = 1;
pub const PLUGIN_SUCCESS: i32 = 0;

pub type MessageCallback = extern "C" fn(data: *const u8, length: usize);
pub type BufferRequestCallback = extern "C" fn(wait_ms: u32, buffer: *mut *mut u8, space: *mut u32) -> i32;
pub type BufferSendCallback = extern "C" fn(length: u32) -> i32;

/// The texts end in a zero byte and live as long as the library.
#[repr(C)]
pub struct PluginInfo {
    pub name: *const u8,
    pub version: *const u8,
    pub api_version: u32,
}

#[repr(C)]
pub struct PluginInterface {
    pub info: PluginInfo,
    pub initialize: extern "C" fn(MessageCallback, BufferRequestCallback, BufferSendCallback) -> i32,
    pub shutdown: extern "C" fn(),
    pub process_message: extern "C" fn(data: *const u8, length: usize),
    pub update: extern "C" fn(),
}

// Nothing writes to the table, and its texts are constants.
unsafe impl Sync for PluginInterface {}

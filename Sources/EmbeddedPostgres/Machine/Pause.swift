internal import Glibc

/// Waits between two looks at something that another process decides.
func pause(_ duration: Duration) async throws(EmbeddedPostgresError) {
  do {
    try await Task.sleep(for: duration)
  } catch {
    throw .cancelled
  }
}

/// The last system error in words.
func systemReason(_ code: Int32 = errno) -> String {
  String(cString: strerror(code))
}

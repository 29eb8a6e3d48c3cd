internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#endif

/// Ends a command in order when the person presses Ctrl-C: its transaction rolls back, and its
/// share in the private server is given up.
enum Interruption {
  /// Cancels the work on SIGINT and SIGTERM, as long as the sources are kept.
  static func cancelling<Value>(_ work: Task<Value, Never>) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM].map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { work.cancel() }
      source.resume()
      return source
    }
  }
}

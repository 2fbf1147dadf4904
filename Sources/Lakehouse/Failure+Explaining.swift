import Avro
import Foundations
import Parquet

extension Failure {
    /// Runs `body`; errors of the file formats become failures that say what could not be done.
    static func explaining<Value>(_ what: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw explained(error, what) }
    }

    /// Runs `body`, which also talks to the store, in the same way.
    static func explaining<Value>(_ what: String, _ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch { throw explained(error, what) }
    }

    private static func explained(_ error: any Error, _ what: String) -> any Error {
        switch error {
        case var failure as Failure:
            failure.why = "\(failure.what): \(failure.why)"
            failure.what = what
            return failure
        case let error as AvroError: return Failure(.invalidData, what, why: error.description)
        case let error as ParquetError: return Failure(.invalidData, what, why: String(describing: error))
        default: return error
        }
    }
}

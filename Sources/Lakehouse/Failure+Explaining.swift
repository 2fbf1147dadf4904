import Avro
import Foundations
import Parquet

extension Failure {
    /// Runs `body`; errors of the file formats become failures that say what could not be done.
    static func explaining<Value>(_ what: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let failure as Failure {
            throw Failure(failure.kind, what, why: "\(failure.what): \(failure.why)", remedy: failure.remedy)
        } catch let error as AvroError {
            throw Failure(.invalidData, what, why: error.description)
        } catch let error as ParquetError {
            throw Failure(.invalidData, what, why: String(describing: error))
        }
    }
}

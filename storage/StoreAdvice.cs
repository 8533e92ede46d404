using Npgsql;
using OneLead.Storage.Sqlite;
using SQLitePCL;

namespace OneLead.Storage;

/// <summary>Says what failed and what to do about it.</summary>
internal static class StoreAdvice
{
    public static string Of(Exception e)
    {
        var text = e.Message.TrimEnd('.');
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (For(cause) is { } advice)
                return $"{text}. {advice}";
        }
        return text + ".";
    }

    /// <summary>Says what to do about a failure; null if that is not known.</summary>
    public static string? For(Exception cause) => cause switch
    {
        SqliteError { Code: raw.SQLITE_FULL } => "Free disk space; OneLead then continues by itself.",
        SqliteError { Code: raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN } =>
            "Let this user write to the data directory; OneLead then continues by itself.",
        SqliteError { Code: raw.SQLITE_IOERR } => "Look at the disk, and at the system's log.",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
            "Let the database accept writes: turn default_transaction_read_only off, or connect to the primary server.",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            "Free disk space on the database server; OneLead then continues by itself.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => "Give the role back its rights on the schema.",
        NpgsqlException or TimeoutException =>
            "Start PostgreSQL, or repair the connection to it; OneLead then continues by itself.",
        _ => null,
    };
}

namespace OneLead.Events;

/// <summary>What an audit row says was done. Names of former versions are kept, because rows hold them.</summary>
public enum AuditAction
{
    SignIn, SignInRefused, NameLocked, SignOut, PasswordSet, PasswordChanged, SecondFactorPrepared, SecondFactorOn, SecondFactorOff,
    UserAdded, UserChanged, UserLinkMade, UserRemoved, KeyAdded, KeyRotated, KeyRemoved,
    ImportStarted, ImportUndone, DeadLetterCorrected, DeadLetterReplayed, DeadLettersReplayed, DeadLetterDismissed,
    SampleLoaded, NamesSettled, Exported, SensitiveViewed,
    SecondFactorRequired, SessionEnded, SessionsEnded, AbsenceSet, AbsenceEnded, AssignmentDrafted, AssignmentPublished, LeadsHandedOver,
    PersonErased, TenantAdded, TenantRemoved, MasterKeyReplaced, StoreEncrypted,
}

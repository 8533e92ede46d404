using Xunit.Sdk;
using Xunit.v3;

// Each test starts a server, and some a browser: in parallel they would only wait for each other.
[assembly: Parallelization(Mode = ParallelMode.None)]

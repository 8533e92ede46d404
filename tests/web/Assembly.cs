using Xunit.v3;

// Servers wait for each other and for timers much of their time.
[assembly: Parallelization(MaxThreads = 4)]

global using OneLead.Sources.Days;
global using OneLead.Sources.Http;
global using OneLead.Sources.Metrics;
global using Orleans;

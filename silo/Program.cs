Console.Error.WriteLine("onelead-silo: headless nodes are composed with AddOneLeadSilo(); start the web project to serve.");
return 1;

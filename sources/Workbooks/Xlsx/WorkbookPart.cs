using System.Xml;

namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>A sheet in the workbook's list, and its part.</summary>
internal sealed record SheetEntry(string Name, string Part, bool IsHidden);

/// <summary>The list of sheets, and whether dates use the 1904 system.</summary>
internal sealed record WorkbookPart(IReadOnlyList<SheetEntry> Sheets, bool From1904)
{
    /// <summary>Finds the main part in the package's links.</summary>
    public static string Locate(Stream part)
    {
        var links = PartLinks.Read(part, "", WorkbookOptions.Default);
        return links.OfType("officeDocument") ?? throw new WorkbookException("The file is an Office document, but not a workbook.");
    }

    public static WorkbookPart Read(Stream part, PartLinks links, WorkbookOptions options)
    {
        var sheets = new List<SheetEntry>();
        var from1904 = false;
        using var xml = PartReader.Open(part, new PartNames());
        while (xml.Next())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "workbookPr")
                from1904 = xml.GetAttribute("date1904") is "1" or "true";
            else if (xml.LocalName == "sheet" && links.Sheet(LinkId(xml)) is { } target && sheets.TrueForAll(s => s.Part != target))
                sheets.Add(new SheetEntry(
                    xml.GetAttribute("name") ?? target, target,
                    xml.GetAttribute("state") is "hidden" or "veryHidden"));
            if (sheets.Count > options.MaxSheets)
                throw new WorkbookException($"The workbook holds more than {options.MaxSheets:N0} sheets.");
        }
        return sheets.Count > 0 ? new WorkbookPart(sheets, from1904) : throw new WorkbookException("The workbook holds no sheet.");
    }

    // r:id, with any prefix and either variant of the namespace.
    private static string? LinkId(XmlReader xml)
    {
        for (var found = xml.MoveToFirstAttribute(); found; found = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == "id" && xml.NamespaceURI.EndsWith("/relationships", StringComparison.Ordinal))
            {
                var id = xml.Value;
                xml.MoveToElement();
                return id;
            }
        }
        xml.MoveToElement();
        return null;
    }
}

/// <summary>The links of a part: id, type (its last segment) and the target's full name.</summary>
internal sealed class PartLinks
{
    private readonly Dictionary<string, (string Type, string Part)> _byId = new(StringComparer.Ordinal);

    public string? OfType(string type) => _byId.Values.Where(l => l.Type == type).Select(l => l.Part).FirstOrDefault();

    /// <summary>The target of a worksheet's link; null for chart sheets and others.</summary>
    public string? Sheet(string? id) =>
        id is not null && _byId.TryGetValue(id, out var link) && link.Type == "worksheet" ? link.Part : null;

    /// <summary>The part with the links of a part: xl/workbook.xml → xl/_rels/workbook.xml.rels.</summary>
    public static string Of(string part)
    {
        var cut = part.LastIndexOf('/') + 1;
        return part[..cut] + "_rels/" + part[cut..] + ".rels";
    }

    public static PartLinks Read(Stream links, string owner, WorkbookOptions options)
    {
        var result = new PartLinks();
        using var xml = PartReader.Open(links, new PartNames());
        while (xml.Next())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "Relationship")
                continue;
            if (result._byId.Count >= options.MaxEntries)
                throw new WorkbookException($"The workbook links more than {options.MaxEntries:N0} parts.");
            if (xml.GetAttribute("Id") is { } id && xml.GetAttribute("Type") is { } type && xml.GetAttribute("Target") is { } target
                && xml.GetAttribute("TargetMode") != "External")
                result._byId[id] = (type[(type.LastIndexOf('/') + 1)..], Resolve(owner, target));
        }
        return result;
    }

    private static string Resolve(string owner, string target)
    {
        if (target.StartsWith('/') || target.StartsWith('\\'))
            return target[1..].Replace('\\', '/');
        target = target.Replace('\\', '/');
        var path = owner.Split('/')[..^1].ToList();
        foreach (var step in target.Split('/'))
        {
            if (step == ".." && path.Count > 0)
                path.RemoveAt(path.Count - 1);
            else if (step is not ("." or ".."))
                path.Add(step);
        }
        return string.Join('/', path);
    }
}

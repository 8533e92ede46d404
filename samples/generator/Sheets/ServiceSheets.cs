using OneLead.Sources.Workbooks;

namespace OneLead.Samples.Sheets;

/// <summary>The sheet of practices, and the workbook of service SKUs with its tables and notes.</summary>
internal static class ServiceSheets
{
    public static SampleSheet Catalogue { get; } = new("Services", () => Parse("""
        Practice|Sub-Practice|Services
        Hybrid Cloud Consulting|Compute and Composable Infrastructure|Compute environment analysis services
        ||Firmware analysis of the existing environment 
        ||Deploy and configure compute hardware
        Hybrid Cloud Consulting|Storage and Backup|>>>>>>>>>>>>>> Storage - Advisory, Design & Deploy <<<<<<<<<<<<<<
        ||Storage and SAN assessment services
        ||Data migration readiness assessment
        ||>>>>>>>>>>>>>> Backup - Advisory, Design & Deploy <<<<<<<<<<<<<<
        ||Backup efficiency analysis & modernisation
        ||StoreOnce integration service
        Hybrid Cloud Engineering|Automation & DevOps|>>>>>>>>>>>>>>Infra as Code<<<<<<<<<<<<<<
        ||Server, storage and network automation
        ||Firmware – management & upgrades
        Data, AI & IOT|Data Engineering|Design & Architecture 
        ||Installation, migration and deployment
        ||Support services
        """));

    public static SampleSheet Skus { get; } = new("Sheet2", () => Parse("""
        
        
        
        
        |||Product|Services Offered
        |||Storage SW
        |||3PAR|OS upgrade (HM002A1/HM002AE/HM002AC)|Health Check (H9Q53AC)|Performance Analysis (HM2P6A1#001)|Data Optimization services (HA124A1#5XA)
        |||Primera|OS upgrade (HM002A1/HM002AE/HM002AC)|Health Check (H9Q53AC)|Performance Analysis (HM2P6A1#001)|Migration
        |||Alletra|OS upgrade (HM002A1/HM002AE/HM002AC)|Health Check (H9Q53AC)|Performance Analysis (HM2P6A1#001)|Migration
        |||Alletra MP|OS upgrade (HM002A1/HM002AE/HM002AC)|Health Check (H9Q53AC)||Migration
        |||Nimble|OS upgrade
        |||MSA|Firmware upgrade|Health Check|Gap Analysis
        |||StoreOnce|OS upgrade|Health check (HM006A1/HM006AE/HM006AC)|Integration services|Migration
        |||MSL|Firmware upgrade|Health Check|Gap Analysis
        
        |||Storage HW
        |||3PAR|Install & Startup|HW upgrade |Rebalance Services (HA124A1#5SV/HA124A1#5WC)
        |||Primera|Install & Startup|HW upgrade (HA124A1#5Q3 / HA124A1#5Q4 / HA124A1#5PJ)|Rebalance Services (HA124A1#5SV/HA124A1#5WC)
        |||Alletra|Install & Startup|HW upgrade (HA124A1#5Q3 / HA124A1#5Q4 / HA124A1#5PJ)
        |||Alletra MP|Install & Startup|HW upgrade
        |||Nimble|Install & Startup|HW upgrade
        |||MSA|Install & Startup (HA114A1#5J0)
        |||StoreOnce|Install & Startup|HW upgrade (HA124A1#5VG)
        
        |||Compute
        |||Servers|Install & Startup|OS deployment|Health Check|Firmware upgrade (HL997A1)|OneView configuration (H6K67A1)
        |||Synergy|Install & Startup|Firmware upgrade (HF2Z6A1)|Health Check (HU7D2A1 / HU7D2AE)|Firmware Update Analysis (HF2Z5A1)
        |||C7000|Install & Startup|Firmware upgrade|Health Check (H4F36A1/ H4F36AE/ H4F36AC)
        
        |||Switches
        |||Networking|Install & Startup|Firmware upgrade|Migration|Health check
        |||SAN|Install & Startup|Firmware upgrade|Migration|Health check
        
        |||Converged Systems
        |||SAP HANA|Install & Startup|DB upgrade|Health Check
        |||Converged Systems|Install & Startup|Firmware upgrade|Health Check
        
        |||HCI
        |||SimpliVity|Install & Startup|Firmware upgrade|Health Check|Rapid DR Installation|SimpliVity Expansion
        |||Nimble dHCI|Greenfield Install & Startup|Firmware upgrade|Health Check
        
        
        |||Fixed SKU|Flex SKU|Contractual SKU|Service Credits|Service name|Short description - 40 char
        |||H44NKE|H44NKA1|H44NKAC|30 credits|HPE Storage Firmware Remote Service|HPE Storage Firmware Remote SVC
        ||||||15 Credits|HPE Storage Firmware Remote Service (for Simplivity and StoreOnce)
        ||||The storage product lines that can be covered by this service are:|Intended to provide firmware services proactively for one year
        
        ||||HPE 3PAR/Primera/Alletra
        ||||MSA
        
        |||Fixed Sku|Flex Sku|Contractual Sku|Service Credits|Service Name|Short Description
        
        |||H44NHE|H44NHA1|H44NHAC|30|HPE Compute Firmware Remote Service|HPE Compute Firmware Remote SVC
        
        ||||HPE Storage Startup Replication SVC (for Remote Copy)|HA124A1#5T0
        """));

    private static IEnumerable<Cell[]> Parse(string lines) =>
        lines.Split('\n').Select(
            line => line.Length == 0
                ? []
                : line.Split('|').Select(text => text.Length == 0 ? default : text == "30" ? Cell.Of(30) : Cell.Of(text)).ToArray());
}

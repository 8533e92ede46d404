<<<<<<<< HEAD:web/wwwroot/app/assets/Badge-BniMcjj2.js
import{n as e,t}from"./Icon-Cn67Q271.js";var n=({tone:n=`plain`,icon:r,title:i,children:a})=>e(`span`,{class:`badge badge-${n}`,title:i,children:[r&&e(t,{name:r}),a]}),r=()=>e(n,{tone:`critical`,icon:`warning`,children:`At risk`}),i=()=>e(n,{tone:`high`,icon:`clock`,title:`Refresh this account in the CRM: the CRM reported changes without sending them.`,children:`Out of date`});export{n,i as r,r as t};
========
import{n as e,t}from"./Icon-2QzCR7Uz.js";var n=({tone:n=`plain`,icon:r,title:i,children:a})=>e(`span`,{class:`badge badge-${n}`,title:i,children:[r&&e(t,{name:r}),a]}),r=()=>e(n,{tone:`critical`,icon:`warning`,children:`At risk`}),i=()=>e(n,{tone:`high`,icon:`clock`,title:`Refresh this account in the CRM: the CRM reported changes without sending them.`,children:`Out of date`});export{n,i as r,r as t};
>>>>>>>> work/assign:web/wwwroot/app/assets/Badge-BnQHV13y.js

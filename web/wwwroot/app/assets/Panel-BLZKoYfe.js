<<<<<<<< HEAD:web/wwwroot/app/assets/Panel-BLZKoYfe.js
import{n as e}from"./Icon-Cn67Q271.js";var t=({title:t,note:n,tools:r,class:i=``,label:a,children:o})=>e(`section`,{class:`panel view-panel ${i}`,"aria-label":a??(typeof t==`string`?t:void 0),children:[e(`div`,{class:`panel-head`,children:[e(`div`,{children:[e(`h2`,{children:t}),n&&e(`p`,{class:`view-note`,children:n})]}),r]}),o]});export{t};
========
import{n as e}from"./Icon-2QzCR7Uz.js";var t=({title:t,note:n,tools:r,class:i=``,label:a,children:o})=>e(`section`,{class:`panel view-panel ${i}`,"aria-label":a??(typeof t==`string`?t:void 0),children:[e(`div`,{class:`panel-head`,children:[e(`div`,{children:[e(`h2`,{children:t}),n&&e(`p`,{class:`view-note`,children:n})]}),r]}),o]});export{t};
>>>>>>>> work/assign:web/wwwroot/app/assets/Panel-BK8yGkeP.js

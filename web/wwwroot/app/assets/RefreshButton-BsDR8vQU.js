<<<<<<<< HEAD:web/wwwroot/app/assets/RefreshButton-BsDR8vQU.js
import{n as e,t}from"./Icon-Cn67Q271.js";var n=({list:{isOutdated:n,reload:r}})=>n&&e(`button`,{class:`behind`,type:`button`,onClick:r,children:[e(t,{name:`refresh`}),e(`span`,{children:`The list has changed: reload`})]});export{n as t};
========
import{n as e,t}from"./Icon-2QzCR7Uz.js";var n=({list:{isOutdated:n,reload:r}})=>n&&e(`button`,{class:`behind`,type:`button`,onClick:r,children:[e(t,{name:`refresh`}),e(`span`,{children:`The list has changed: reload`})]});export{n as t};
>>>>>>>> work/assign:web/wwwroot/app/assets/RefreshButton-BTXEhy3Q.js
